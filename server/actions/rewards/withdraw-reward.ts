import type { Database } from '../../database/engine/client.ts'
import { lockReward, saveReward } from '../../database/rewards.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { viewReward, type RewardView } from './reward-view.ts'

/** Takes a reward out of the catalogue; what was held or claimed before stays good. Done again, it changes nothing more. */
export async function withdrawReward(
  { db, clock }: { db: Database; clock: Clock },
  { partnerId, rewardId }: { partnerId: number; rewardId: string },
): Promise<RewardView> {
  return db.transaction(async (tx) => {
    const now = clock.now()
    const reward = await lockReward(tx, rewardId)
    if (reward?.partnerId !== partnerId) throw new Rejection('reward_unknown', { rewardId })
    const withdrawn = { ...reward, withdrawnAt: reward.withdrawnAt ?? now }
    await saveReward(tx, withdrawn)
    return viewReward(tx, withdrawn, now)
  })
}
