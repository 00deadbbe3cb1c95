import type { Database } from '../../database/engine/client.ts'
import { lockRedemptions } from '../../database/redemptions.ts'
import { sumRestoredPoints } from '../../database/restorations.ts'
import { findClaim, lockRewardClaim } from '../../database/reward-claims.ts'
import { assert } from '../../domain/assert.ts'
import { Rejection } from '../../domain/rejection.ts'
import { claimState } from '../../domain/reward-terms.ts'
import type { ClaimView } from '../rewards/claim-view.ts'
import { endClaimOf } from '../../database/end-claim.ts'
import { readClaim } from '../rewards/read-claim.ts'
import { requestRestoration, type RestoreDeps } from './restore-redemption.ts'

/**
 * Cancels a claim that was not used, and has its points restored, both or neither. Done again, it gives the same answer. The
 * redemption is locked before the claim, as the capture does it.
 */
export async function cancelClaim(
  deps: RestoreDeps & { db: Database },
  asked: { partnerId: number; claimId: string },
): Promise<ClaimView> {
  const { partnerId, claimId } = asked
  const known = await findClaim(deps.db, claimId)
  if (known?.partnerId !== partnerId) throw new Rejection('claim_unknown')
  await deps.db.transaction(async (tx) => {
    const { redemptionId } = known
    const [redemption] = await lockRedemptions(tx, [redemptionId])
    const claim = await lockRewardClaim(tx, claimId)
    assert(claim !== null && redemption !== undefined, 'a claim and its redemption stay')
    const now = deps.clock.now()
    const state = claimState(claim, now)
    if (state === 'cancelled') return
    if (state !== 'issued') throw new Rejection('claim_not_usable', { state })
    // What a till gave back before is not given twice.
    const points = redemption.points - (await sumRestoredPoints(tx, redemptionId))
    const reference = `cancelled-claim:${claimId}`
    if (points > 0n) await requestRestoration(tx, deps, { partnerId, redemptionId, reference, points })
    await endClaimOf(tx, { redemptionId, now })
  })
  return readClaim(deps, asked)
}
