import type { Database } from '../../database/engine/client.ts'
import { lockRewardClaim, saveRewardClaim } from '../../database/reward-claims.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { claimState } from '../../domain/reward-terms.ts'
import { noteClaim } from './claim-events.ts'
import type { ClaimView } from './claim-view.ts'
import { readClaim } from './read-claim.ts'

/** Marks a claim as redeemed: the member has the reward. If two tills do it at once, one is told that it was used already. */
export async function redeemClaim(
  { db, clock }: { db: Database; clock: Clock },
  asked: { partnerId: number; claimId: string },
): Promise<ClaimView> {
  await db.transaction(async (tx) => {
    const now = clock.now()
    const claim = await lockRewardClaim(tx, asked.claimId)
    if (claim?.partnerId !== asked.partnerId) throw new Rejection('claim_unknown')
    const state = claimState(claim, now)
    if (state !== 'issued') throw new Rejection('claim_not_usable', { state })
    await saveRewardClaim(tx, { ...claim, state: 'redeemed', redeemedAt: now })
    noteClaim(tx, 'reward.fulfilled', claim, now)
  })
  return readClaim({ db, clock }, asked)
}
