import type { Transaction } from '../../database/engine/client.ts'
import { noteEvents } from '../../database/feed-events.ts'
import type { RewardClaim } from '../../database/reward-claims.ts'

/** Notes for the partner what became of a claim. The voucher is worth as much as the reward, so it is left out. */
export function noteClaim(
  tx: Transaction,
  type: 'reward.claimed' | 'reward.fulfilled',
  { id, partnerId, rewardId, redemptionId, memberId }: RewardClaim,
  at: Date,
): void {
  noteEvents(tx, [{ partnerId, type, objectId: id, data: { claimId: id, rewardId, redemptionId, memberId }, at }])
}
