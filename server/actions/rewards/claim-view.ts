import type { Reader } from '../../database/engine/client.ts'
import { listPartnersByIds, type Partner } from '../../database/partners.ts'
import type { ClaimOnItsWay } from '../../database/reward-claims.ts'
import type { RewardCode } from '../../database/reward-codes.ts'
import { listRewardsByIds, type Reward } from '../../database/rewards.ts'
import { assert } from '../../domain/assert.ts'
import { claimState } from '../../domain/reward-terms.ts'

/** A claim with what it is for. */
export interface ClaimView {
  readonly claim: ClaimOnItsWay
  readonly reward: Reward
  readonly partnerName: string
  /** Whose colours and logo are shown. */
  readonly brand: Partner
  readonly state: 'issued' | 'redeemed' | 'cancelled' | 'expired'
  /** A gift code, for its member only, and only once the ledger has burned its points. */
  readonly code: string | null
}

/** Adds to claims what they are for, and the codes that may be shown. */
export async function viewClaims(
  reader: Reader,
  claims: readonly ClaimOnItsWay[],
  { now, codes }: { now: Date; codes: readonly RewardCode[] },
): Promise<ClaimView[]> {
  const rewards = await listRewardsByIds(
    reader,
    claims.map(({ rewardId }) => rewardId),
  )
  const partners = await listPartnersByIds(
    reader,
    claims.map(({ partnerId }) => partnerId),
  )
  return claims.map((claim) => {
    const reward = rewards.find(({ id }) => id === claim.rewardId)
    const partner = partners.find(({ id }) => id === claim.partnerId)
    assert(reward !== undefined && partner !== undefined, 'a claim is for a reward of a partner')
    return {
      state: claimState(claim, now),
      claim,
      reward,
      partnerName: partner.name,
      brand: partner,
      code: codes.find(({ claimId }) => claimId === claim.id)?.code ?? null,
    }
  })
}
