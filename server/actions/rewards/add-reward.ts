import { listCharitiesByIds } from '../../database/charities.ts'
import type { Database } from '../../database/engine/client.ts'
import { insertReward, type Reward, type RewardTexts } from '../../database/rewards.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import { checkRewardTerms } from '../../domain/reward-terms.ts'
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

/** Offers a reward. Its terms never change: another one is added, and this one withdrawn. */
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
    const reward = await insertReward(tx, {
      id: deps.ids.next(),
      ...terms,
      pictureId: null,
      pictureSmallId: null,
      createdAt,
      withdrawnAt: null,
    })
    return viewReward(tx, reward, createdAt)
  })
}
