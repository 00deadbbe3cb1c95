import { useState } from 'react'

import {
  addReward,
  type NewReward,
  type OwnReward,
  setRewardPicture,
  withdrawReward,
} from '../../api-client/console-rewards.ts'
import type { ChosenPicture } from './read-picture.ts'

/** What it takes to offer a reward, in this order. */
export type OfferStep = 'add' | 'picture' | 'withdraw'

export interface Offer {
  readonly terms: NewReward
  readonly picture: ChosenPicture | null
  /** The reward that it replaces, where that one is withdrawn with it. */
  readonly withdrawn: OwnReward | null
}

/**
 * Offers a reward step by step. Where a step fails, those before it stay done, and doing it again goes on at the one that failed:
 * the new reward is there before the old one is gone, so that members never find neither.
 */
export function useOffer({ terms, picture, withdrawn }: Offer) {
  const [added, setAdded] = useState<string | null>(null)
  const [isPictured, setPictured] = useState(false)
  const steps: readonly OfferStep[] = [
    'add',
    ...(picture === null ? [] : (['picture'] as const)),
    ...(withdrawn === null ? [] : (['withdraw'] as const)),
  ]
  const run = async (): Promise<string> => {
    const rewardId = added ?? (await addReward(terms)).rewardId
    setAdded(rewardId)
    if (picture !== null && !isPictured) {
      await setRewardPicture(rewardId, picture.file)
      setPictured(true)
    }
    if (withdrawn !== null) await withdrawReward(withdrawn.rewardId)
    return rewardId
  }
  const isDone = (step: OfferStep): boolean => (step === 'add' ? added !== null : step === 'picture' && isPictured)
  return { steps, isDone, run, added }
}
