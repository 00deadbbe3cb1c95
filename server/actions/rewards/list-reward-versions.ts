import type { Reader } from '../../database/engine/client.ts'
import { listRewardVersions as listVersionRows } from '../../database/rewards.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { viewOwnRewards, type OwnRewardView } from './own-reward-view.ts'

/** A partner's reward with those that it followed and those that followed it, newest first. */
export async function listRewardVersions(
  { db, clock }: { db: Reader; clock: Clock },
  { partnerId, rewardId }: { partnerId: number; rewardId: string },
): Promise<OwnRewardView[]> {
  const versions = await listVersionRows(db, rewardId)
  if (!versions.some((version) => version.partnerId === partnerId)) throw new Rejection('reward_unknown', { rewardId })
  return viewOwnRewards(db, versions, clock.now())
}
