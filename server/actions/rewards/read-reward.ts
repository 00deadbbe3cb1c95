import type { Reader } from '../../database/engine/client.ts'
import { listRewardsByIds } from '../../database/rewards.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { viewReward, type RewardView } from './reward-view.ts'

/** Reads one reward, whether or not it is still in the catalogue. What a partner plans is nobody's business before it begins. */
export async function readReward({ db, clock }: { db: Reader; clock: Clock }, rewardId: string): Promise<RewardView> {
  const [reward] = await listRewardsByIds(db, [rewardId])
  if (reward === undefined || reward.validFrom > clock.now()) throw new Rejection('reward_unknown', { rewardId })
  return viewReward(db, reward, clock.now())
}
