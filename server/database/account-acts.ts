import type { Reader } from './client.ts'
import type { AccountActModel } from './generated/models.ts'
import type { Narrow } from './row.ts'

/** What can be done to an account. */
export type AccountActKind =
  'freeze' | 'unfreeze' | 'move' | 'announce_recovery' | 'refuse_recovery' | 'cancel_recovery' | 'complete_recovery'

/** What a member, or the operator for them, does to an account on chain. */
export type AccountAct = Narrow<AccountActModel, { kind: AccountActKind; state: 'requested' | 'done' | 'failed' }>

/** The newest act of these kinds that was asked for an account and has not failed; null when there is none. */
export async function findNewestAct(
  reader: Reader,
  account: string,
  kinds: readonly AccountActKind[],
): Promise<AccountAct | null> {
  return (await reader.accountAct.findFirst({
    where: { account, kind: { in: [...kinds] }, state: { not: 'failed' } },
    orderBy: { seq: 'desc' },
  })) as AccountAct | null
}

/** The newest move that a member asked for, whatever became of it. */
export async function findNewestMove(reader: Reader, memberId: string): Promise<AccountAct | null> {
  return (await reader.accountAct.findFirst({
    where: { memberId, kind: 'move' },
    orderBy: { seq: 'desc' },
  })) as AccountAct | null
}
