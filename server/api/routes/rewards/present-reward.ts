import type { z } from 'zod'

import type { ClaimView } from '../../../actions/rewards/claim-view.ts'
import type { OwnRewardView } from '../../../actions/rewards/own-reward-view.ts'
import type { RewardView } from '../../../actions/rewards/reward-view.ts'
import { presentBrand, presentPicture } from '../../present-brand.ts'
import type { Charity } from '../../../database/charities.ts'
import type {
  CharityResponse,
  ClaimResponse,
  OwnClaimsResponse,
  OwnRewardResponse,
  RewardResponse,
} from '../../schemas/rewards/rewards.ts'

const textOf = (value: bigint | null) => (value === null ? null : String(value))
const timeOf = (value: Date | null) => value?.toISOString() ?? null

/** A reward as people browse it. */
export function presentReward(view: RewardView): z.input<typeof RewardResponse> {
  const { reward, partnerName, brand, currency, charityName, stockLeft } = view
  return {
    rewardId: reward.id,
    partnerId: reward.partnerId,
    partnerName,
    brand: presentBrand(brand),
    kind: reward.kind,
    texts: { ...reward.texts },
    points: String(reward.points),
    discountMinor: textOf(reward.discountMinor),
    currency,
    basketMinMinor: String(reward.basketMinMinor),
    stockLeft: textOf(stockLeft),
    perMemberMax: reward.perMemberMax,
    validFrom: reward.validFrom.toISOString(),
    validUntil: timeOf(reward.validUntil),
    claimDays: reward.claimDays,
    tier: reward.tier,
    picture: presentPicture(reward.pictureId, reward.pictureSmallId),
    charityName,
    metadata: { ...reward.metadata },
    withdrawnAt: timeOf(reward.withdrawnAt),
  }
}

/** A reward as its partner sees it. */
export function presentOwnReward(view: OwnRewardView): z.input<typeof OwnRewardResponse> {
  const { reward, state, claims, replacedById } = view
  return {
    ...presentReward(view),
    state,
    createdAt: reward.createdAt.toISOString(),
    stock: textOf(reward.stock),
    claims: String(claims),
    charityId: reward.charityId,
    replacesId: reward.replacesId,
    replacedById,
  }
}

function presentAnyClaim({ claim, reward, state }: ClaimView) {
  return {
    claimId: claim.id,
    rewardId: claim.rewardId,
    kind: reward.kind,
    title: reward.texts['en']?.title ?? '',
    state,
    voucher: claim.voucher,
    points: String(claim.points),
    issuedAt: claim.issuedAt.toISOString(),
    expiresAt: timeOf(claim.expiresAt),
  }
}

/** A claim as its partner sees it. */
export function presentClaim(view: ClaimView): z.input<typeof ClaimResponse> {
  const { memberId, redemptionId, redeemedAt, cancelledAt } = view.claim
  return {
    ...presentAnyClaim(view),
    memberId,
    redemptionId,
    redeemedAt: timeOf(redeemedAt),
    cancelledAt: timeOf(cancelledAt),
  }
}

/** A claim as its member sees it. */
export function presentOwnClaim(view: ClaimView): z.input<typeof OwnClaimsResponse>['data'][number] {
  const { reward, partnerName, brand, code } = view
  const picture = presentPicture(reward.pictureId, reward.pictureSmallId)
  return {
    ...presentAnyClaim(view),
    texts: { ...reward.texts },
    partnerName,
    brand: presentBrand(brand),
    picture,
    code,
  }
}

/** A charity. */
export function presentCharity({ id, name, createdAt }: Charity): z.input<typeof CharityResponse> {
  return { charityId: id, name, createdAt: createdAt.toISOString() }
}
