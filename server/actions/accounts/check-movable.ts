import type { Reader } from '../../database/engine/client.ts'
import { findWaitingMove } from '../../database/move-requests.ts'
import { listSpendingFacts } from '../../database/spending-facts.ts'
import { assert } from '../../domain/assert.ts'
import { HOLD_GRACE_MS } from '../../domain/redemption-order.ts'
import { Rejection } from '../../domain/rejection.ts'
import { checkFreshAccount } from './fresh-account.ts'
import { type AccountKeyDeps } from './prove-account-order.ts'

/** Refuses a move that cannot be made. What is reserved was signed for by the old key, and would be lost with it. */
export async function checkMovable(
  { clock }: AccountKeyDeps,
  reader: Reader,
  { memberId, toAccount }: { memberId: string; toAccount: string },
): Promise<void> {
  const facts = (await listSpendingFacts(reader, [memberId], { now: clock.now(), graceMs: HOLD_GRACE_MS })).get(
    memberId,
  )
  assert(facts !== undefined, 'a member has what a member has')
  if (facts.isMoving || (await findWaitingMove(reader, facts.account)) !== null) throw new Rejection('account_moving')
  if (facts.isClosed) throw new Rejection('account_closed')
  if (facts.pointsReserved > 0n)
    throw new Rejection('points_reserved', { pointsReserved: String(facts.pointsReserved) })
  await checkFreshAccount(reader, toAccount)
}
