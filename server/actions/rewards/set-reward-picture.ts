import type { Database } from '../../database/engine/client.ts'
import { lockReward, saveReward } from '../../database/rewards.ts'
import type { Clock } from '../../domain/environment.ts'
import type { UploadedPicture } from '../../domain/pictures.ts'
import { Rejection } from '../../domain/rejection.ts'
import { renderRewardPicture } from '../pictures/render-picture.ts'
import { storePicture } from '../pictures/store-picture.ts'
import { viewReward, type RewardView } from './reward-view.ts'

/** Gives a reward its picture, or another one. */
export async function setRewardPicture(
  deps: { readonly db: Database; readonly clock: Clock },
  { partnerId, rewardId, upload }: { partnerId: number; rewardId: string; upload: UploadedPicture },
): Promise<RewardView> {
  const picture = await renderRewardPicture(upload)
  return deps.db.transaction(async (tx) => {
    const reward = await lockReward(tx, rewardId)
    if (reward?.partnerId !== partnerId) throw new Rejection('reward_unknown', { rewardId })
    const { id, smallId } = await storePicture(tx, deps, { partnerId, picture })
    const changed = { ...reward, pictureId: id, pictureSmallId: smallId }
    await saveReward(tx, changed)
    return viewReward(tx, changed, deps.clock.now())
  })
}
