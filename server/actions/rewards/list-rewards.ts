import type { Reader } from '../../database/engine/client.ts'
import { listOpenRewards } from '../../database/rewards.ts'
import type { Clock } from '../../domain/environment.ts'
import { viewRewards, type RewardView } from './reward-view.ts'

export interface RewardsPage {
  readonly rewards: readonly RewardView[]
  /** Where the next page begins; null on the last one. */
  readonly nextBeforeSeq: bigint | null
}

/** Lists what can be had for points now, newest first, of one partner or of all. */
export async function listRewards(
  { db, clock }: { db: Reader; clock: Clock },
  asked: { partnerId: number | null; beforeSeq: bigint | null; rewardsMax: number },
): Promise<RewardsPage> {
  const now = clock.now()
  // One more than asked for tells whether there is a next page.
  const found = await listOpenRewards(db, { ...asked, now, rowsMax: asked.rewardsMax + 1 })
  const rewards = found.slice(0, asked.rewardsMax)
  return {
    rewards: await viewRewards(db, rewards, now),
    nextBeforeSeq: found.length > asked.rewardsMax ? (rewards.at(-1)?.seq ?? null) : null,
  }
}
