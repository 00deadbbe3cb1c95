import type { Transaction } from './engine/client.ts'
import { findClaimOfRedemption, lockRewardClaim, saveRewardClaim } from './reward-claims.ts'
import { freeHiddenRewardCode } from './reward-codes.ts'

/**
 * Cancels the claim of a redemption whose points all go back, used or not: whoever gives back all that was paid has the goods
 * back, or never gave them. Cancelled claims count neither against the stock nor against the member's limit. A gift code that
 * the member has never seen goes back to its pool; one that was shown may have been spent, and stays with its claim. The caller
 * has locked the redemption.
 */
export async function endClaimOf(
  tx: Transaction,
  { redemptionId, now }: { redemptionId: string; now: Date },
): Promise<void> {
  const known = await findClaimOfRedemption(tx, redemptionId)
  const claim = known === null ? null : await lockRewardClaim(tx, known.id)
  if (claim === null || claim.state === 'cancelled') return
  await saveRewardClaim(tx, { ...claim, state: 'cancelled', cancelledAt: now })
  await freeHiddenRewardCode(tx, claim.id)
}
