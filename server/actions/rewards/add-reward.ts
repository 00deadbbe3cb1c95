import { listCharitiesByIds } from '../../database/charities.ts'
import type { Database, Transaction } from '../../database/engine/client.ts'
import {
  insertReward,
  listReplacements,
  listRewardVersions,
  lockReward,
  type Reward,
  type RewardTexts,
} from '../../database/rewards.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import { checkRewardTerms, REWARD_VERSIONS_MAX } from '../../domain/reward-terms.ts'
import { Rejection } from '../../domain/rejection.ts'
import { viewReward, type RewardView } from './reward-view.ts'

/** What a partner wants to offer for points. */
export interface NewReward extends Pick<
  Reward,
  | 'partnerId'
  | 'kind'
  | 'points'
  | 'discountMinor'
  | 'basketMinMinor'
  | 'stock'
  | 'perMemberMax'
  | 'validUntil'
  | 'claimDays'
  | 'tier'
  | 'charityId'
  | 'replacesId'
  | 'metadata'
> {
  readonly texts: RewardTexts
  /** Null: valid immediately. */
  readonly validFrom: Date | null
}

export interface AddRewardDeps {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
}

/**
 * Offers a reward. Its terms never change: members rely on them. Another one replaces it, which has its picture until it is given
 * one of its own, and this one is withdrawn.
 */
export async function addReward(deps: AddRewardDeps, input: NewReward): Promise<RewardView> {
  const createdAt = deps.clock.now()
  const terms = { ...input, validFrom: input.validFrom ?? createdAt }
  checkRewardTerms(terms)
  const { charityId } = input
  return deps.db.transaction(async (tx) => {
    if (charityId !== null) {
      const [charity] = await listCharitiesByIds(tx, [charityId])
      if (charity === undefined || charity.closedAt !== null) throw new Rejection('charity_unknown', { charityId })
    }
    const replaced = input.replacesId === null ? null : await lockReplaceable(tx, input.partnerId, input.replacesId)
    const reward = await insertReward(tx, {
      id: deps.ids.next(),
      ...terms,
      pictureId: replaced?.pictureId ?? null,
      pictureSmallId: replaced?.pictureSmallId ?? null,
      createdAt,
      withdrawnAt: null,
    })
    return viewReward(tx, reward, createdAt)
  })
}

/** The reward that is to be replaced, locked so that one reward follows it. It may be over or withdrawn. */
async function lockReplaceable(tx: Transaction, partnerId: number, rewardId: string): Promise<Reward> {
  const reward = await lockReward(tx, rewardId)
  if (reward?.partnerId !== partnerId) throw new Rejection('reward_unknown', { rewardId })
  const [next] = await listReplacements(tx, [rewardId])
  if (next !== undefined) throw new Rejection('reward_replaced', { rewardId, replacedById: next.id })
  const versions = await listRewardVersions(tx, rewardId)
  if (versions.length >= REWARD_VERSIONS_MAX)
    throw new Rejection('reward_versions_too_many', { versionsMax: REWARD_VERSIONS_MAX })
  return reward
}
