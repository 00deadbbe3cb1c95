import type { Reader } from '../../database/engine/client.ts'
import { listRewardsByIds } from '../../database/rewards.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { viewReward, type RewardView } from './reward-view.ts'

/** Reads one reward, whether or not it is still in the catalogue. */
export async function readReward({ db, clock }: { db: Reader; clock: Clock }, rewardId: string): Promise<RewardView> {
  const [reward] = await listRewardsByIds(db, [rewardId])
  if (reward === undefined) throw new Rejection('reward_unknown', { rewardId })
  return viewReward(db, reward, clock.now())
}
