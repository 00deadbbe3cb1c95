import { listCharitiesByIds } from '../../database/charities.ts'
import type { Reader } from '../../database/engine/client.ts'
import { listPartnersByIds, type Partner } from '../../database/partners.ts'
import { theRow } from '../../database/engine/row.ts'
import { listRewardUses, type Reward } from '../../database/rewards.ts'
import { assert } from '../../domain/assert.ts'
import { HOLD_GRACE_MS } from '../../domain/redemption-order.ts'
import { rewardsLeft } from '../../domain/reward-terms.ts'

/** A reward as people browse it. */
export interface RewardView {
  readonly reward: Reward
  readonly partnerName: string
  /** Whose colours and logo are shown. */
  readonly brand: Partner
  readonly currency: string
  readonly charityName: string | null
  /** Null: as many as are asked for. */
  readonly stockLeft: bigint | null
  /** How many members have it, used or not. */
  readonly claims: bigint
}

/** Adds names to rewards, and how many of each are left. */
export async function viewRewards(reader: Reader, rewards: readonly Reward[], now: Date): Promise<RewardView[]> {
  const rewardIds = rewards.map(({ id }) => id)
  const partnerIds = rewards.map(({ partnerId }) => partnerId)
  const charityIds = rewards.flatMap(({ charityId }) => charityId ?? [])
  const partners = await listPartnersByIds(reader, partnerIds)
  const charities = await listCharitiesByIds(reader, charityIds)
  const heldAfter = new Date(now.getTime() - HOLD_GRACE_MS)
  const uses = await listRewardUses(reader, { rewardIds, memberId: null, heldAfter })
  return rewards.map((reward) => {
    const partner = partners.find(({ id }) => id === reward.partnerId)
    const use = uses.find(({ rewardId }) => rewardId === reward.id)
    assert(partner !== undefined && use !== undefined, 'a reward has a partner, and a use')
    return {
      reward,
      partnerName: partner.name,
      brand: partner,
      currency: partner.currency,
      charityName: charities.find(({ id }) => id === reward.charityId)?.name ?? null,
      stockLeft: rewardsLeft(reward, use),
      claims: use.claims,
    }
  })
}

/** The same for one reward. */
export async function viewReward(reader: Reader, reward: Reward, now: Date): Promise<RewardView> {
  return theRow(await viewRewards(reader, [reward], now))
}
