import type { Database } from '../../database/engine/client.ts'
import { countFreeRewardCodes, insertRewardCodes } from '../../database/reward-codes.ts'
import { lockReward } from '../../database/rewards.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'

/** Puts gift codes into the pool of a reward; each is given to one member. Codes that are known already are left out. */
export async function addRewardCodes(
  { db, clock }: { db: Database; clock: Clock },
  { partnerId, rewardId, codes }: { partnerId: number; rewardId: string; codes: readonly string[] },
): Promise<{ added: number; known: number; left: bigint }> {
  return db.transaction(async (tx) => {
    const reward = await lockReward(tx, rewardId)
    if (reward?.partnerId !== partnerId) throw new Rejection('reward_unknown', { rewardId })
    if (reward.kind !== 'gift_code') throw new Rejection('reward_terms_invalid', { field: 'kind' })
    const createdAt = clock.now()
    const rows = [...new Set(codes)].map((code) => ({ rewardId, code, claimId: null, createdAt, revealedAt: null }))
    const added = await insertRewardCodes(tx, rows)
    return { added, known: codes.length - added, left: BigInt(await countFreeRewardCodes(tx, rewardId)) }
  })
}
