import { saveErasure } from '../../database/erasures.ts'
import type { Transaction } from '../../database/engine/client.ts'
import { Rejection } from '../../domain/rejection.ts'
import { findWaitingErasure } from './erase-rows-of-member.ts'
import { type AccountKeyDeps, getLockedMember } from './prove-account-order.ts'

/** Takes an erasure back that waits. Being signed in is enough: nothing is lost by it. */
export async function refuseErasure(
  { db, clock }: Pick<AccountKeyDeps, 'db' | 'clock'>,
  memberId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await getLockedMember(tx, memberId)
    if (!(await endWaitingErasure(tx, memberId, { endedReason: 'member', endedAt: clock.now() })))
      throw new Rejection('erasure_unknown')
  })
}

/** Ends an erasure that waits; false where none does. The caller has locked the member. */
export async function endWaitingErasure(
  tx: Transaction,
  memberId: string,
  ended: { endedReason: 'member' | 'partner'; endedAt: Date },
): Promise<boolean> {
  const waiting = await findWaitingErasure(tx, memberId)
  if (waiting === null) return false
  await saveErasure(tx, { ...waiting, state: 'refused', ...ended })
  return true
}
