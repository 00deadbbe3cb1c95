import type { Call } from './calls.ts'
import type { Reader, Transaction } from './client.ts'
import type { AccountActModel } from './generated/models.ts'
import type { Narrow } from './row.ts'
import { saveRows } from './save-rows.ts'
import { columnList } from './tables.ts'

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

/** Stores an act that this transaction has locked. */
export async function saveAccountAct(tx: Transaction, act: AccountAct): Promise<void> {
  await saveRows(tx, 'account_act', [act])
}

/** Locks an act until the transaction ends; null while another transaction has it. */
export async function lockAccountAct(tx: Transaction, id: string): Promise<AccountAct | null> {
  const rows = await tx.$queryRawUnsafe<AccountAct[]>(
    `select ${columnList('account_act')} from account_act where id = $1::uuid for update skip locked`,
    id,
  )
  return rows[0] ?? null
}

/** An act that waits for its call, and how that ended. */
export interface ActToSettle {
  id: string
  callState: Call['state']
  reason: string | null
}

/** Requested acts whose call is final or has failed. */
export async function listActsToSettle(reader: Reader, rowsMax: number): Promise<ActToSettle[]> {
  return reader.$queryRaw<ActToSettle[]>`
    select a.id, c.state as "callState", c.reason from account_act a join call c on c.id = a.call_id
    where a.state = 'requested' and c.state in ('final', 'failed') order by a.seq limit ${rowsMax}`
}
