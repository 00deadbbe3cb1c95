import type { Transaction } from '../../database/engine/client.ts'
import { noteEvents } from '../../database/feed-events.ts'
import type { RewardClaim } from '../../database/reward-claims.ts'

/** Tells the partner what became of a claim. The voucher is as good as the thing itself, so it is not told. */
export function noteClaim(
  tx: Transaction,
  type: 'reward.claimed' | 'reward.fulfilled',
  { id, partnerId, rewardId, redemptionId, memberId }: RewardClaim,
  at: Date,
): void {
  noteEvents(tx, [{ partnerId, type, objectId: id, data: { claimId: id, rewardId, redemptionId, memberId }, at }])
}
