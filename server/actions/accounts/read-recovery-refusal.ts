import { findOpenRecovery } from '../../database/account-events.ts'
import type { Reader } from '../../database/engine/client.ts'
import type { Member } from '../../database/members.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type AccountKeyDeps, getMember, hintPasskeys } from './prove-account-order.ts'
import type { HintedOrder } from './read-freeze-order.ts'

/** Says what the old key signs to refuse a recovery that waits. */
export async function readRecoveryRefusal(deps: AccountKeyDeps, memberId: string): Promise<HintedOrder> {
  const member = await getMember(deps.db, memberId)
  return { ...deps.orderToSign(await refusalOf(deps.db, member)), passkeys: await hintPasskeys(deps, member) }
}

/** The refusal of the recovery that waits for this member. */
export async function refusalOf(reader: Reader, { address: from }: Member) {
  const open = await findOpenRecovery(reader, from)
  if (open === null) throw new Rejection('recovery_unknown')
  const readyAt = BigInt(open.readyAt.getTime()) / 1_000n
  return { kind: 'RecoveryRefusal', from, to: open.toAccount, readyAt } as const
}
