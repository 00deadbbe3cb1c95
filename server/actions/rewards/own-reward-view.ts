import type { Reader } from '../../database/engine/client.ts'
import { listReplacements, type Reward } from '../../database/rewards.ts'
import { rewardState, type RewardState } from '../../domain/reward-terms.ts'
import { viewRewards, type RewardView } from './reward-view.ts'

/** A reward as its partner sees it. */
export interface OwnRewardView extends RewardView {
  readonly state: RewardState
  /** The reward that followed it; null while none has. */
  readonly replacedById: string | null
}

/** Adds to rewards what only their partner is told. */
export async function viewOwnRewards(reader: Reader, rewards: readonly Reward[], now: Date): Promise<OwnRewardView[]> {
  const views = await viewRewards(reader, rewards, now)
  const replacements = await listReplacements(
    reader,
    rewards.map(({ id }) => id),
  )
  return views.map((view) => ({
    ...view,
    state: rewardState(view.reward, now),
    replacedById: replacements.find(({ replacesId }) => replacesId === view.reward.id)?.id ?? null,
  }))
}
