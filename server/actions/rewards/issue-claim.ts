import type { Transaction } from '../../database/engine/client.ts'
import { findClaimOfRedemption, insertRewardClaim, type RewardClaim } from '../../database/reward-claims.ts'
import { takeRewardCode } from '../../database/reward-codes.ts'
import { listRewardsByIds } from '../../database/rewards.ts'
import type { Redemption } from '../../database/redemptions.ts'
import { assert } from '../../domain/assert.ts'
import type { Ids, Randomness } from '../../domain/environment.ts'
import { READABLE_CODE_CHARACTERS, writeReadableCode } from '../../domain/readable-codes.ts'
import { Rejection } from '../../domain/rejection.ts'
import { noteClaim } from './claim-events.ts'
import { claimExpiry } from '../../domain/reward-terms.ts'

/**
 * Gives a captured redemption its claim: what the member shows, and of a gift code reward a code of the pool. Called in
 * the transaction that captures; called again it gives the same claim.
 */
export async function issueClaim(
  tx: Transaction,
  { ids, randomness }: { ids: Ids; randomness: Randomness },
  { redemption, now }: { redemption: Pick<Redemption, 'id' | 'rewardId' | 'partnerId' | 'memberId'>; now: Date },
): Promise<RewardClaim> {
  const { rewardId, partnerId, memberId } = redemption
  assert(rewardId !== null, 'a claim is for a reward')
  const before = await findClaimOfRedemption(tx, redemption.id)
  if (before !== null) return before
  const [reward] = await listRewardsByIds(tx, [rewardId])
  assert(reward?.partnerId === partnerId, 'a reward is had at its partner')
  const id = ids.next()
  // The hold reserved one; only a pool that was damaged meanwhile has none.
  if (reward.kind === 'gift_code' && (await takeRewardCode(tx, { rewardId, claimId: id })) === null)
    throw new Rejection('reward_out_of_stock')
  // What was given to a charity has nothing left to be shown or used.
  const isDone = reward.kind === 'donation'
  const claim = await insertRewardClaim(tx, {
    id,
    rewardId,
    partnerId,
    memberId,
    redemptionId: redemption.id,
    state: isDone ? 'redeemed' : 'issued',
    voucher: writeReadableCode(randomness.bytes(READABLE_CODE_CHARACTERS)),
    issuedAt: now,
    expiresAt: isDone ? null : claimExpiry(reward, now),
    redeemedAt: isDone ? now : null,
    cancelledAt: null,
  })
  noteClaim(tx, 'reward.claimed', claim, now)
  if (isDone) noteClaim(tx, 'reward.fulfilled', claim, now)
  return claim
}
