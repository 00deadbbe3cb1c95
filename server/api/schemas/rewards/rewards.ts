import { z } from 'zod'

import { MetadataIn, MetadataOut } from '../metadata.ts'
import { BY_NAME, BY_SEQUENCE, BY_TIME, isPeriod, listOf, period, PERIOD_FAULT, wholeListOf } from '../pagination.ts'
import { BrandResponse, PictureResponse } from '../pictures/pictures.ts'
import {
  orNull,
  AmountMinor,
  AmountOut,
  Decimal,
  Instant,
  NAME_LENGTH_MAX,
  NumberOut,
  PartnerNumber,
  PartnerNumberText,
  PointsOut,
  text,
  TimeOut,
  Uuid,
} from '../values.ts'

export const REWARD_TITLE_LENGTH_MAX = 80
export const REWARD_DESCRIPTION_LENGTH_MAX = 500
export const CHARITIES_PER_PAGE_MAX = 200
export const OWN_CLAIMS_PER_PAGE_MAX = 200
export const CODES_PER_REQUEST_MAX = 1_000

export const RewardKind = z
  .enum(['basket_discount', 'product', 'service', 'gift_code', 'access', 'donation'])
  .meta({ id: 'RewardKind' })

const textsIn = z.strictObject({
  title: text(REWARD_TITLE_LENGTH_MAX),
  description: text(REWARD_DESCRIPTION_LENGTH_MAX),
})

const textsOut = z.object({ title: z.string(), description: z.string() })

export const RewardBody = z
  .strictObject({
    kind: RewardKind,
    texts: z.strictObject({ en: textsIn, fr: textsIn.optional() }),
    points: Decimal.meta({ description: 'The price', example: '500' }),
    discountMinor: AmountMinor.optional().meta({ description: 'What a basket discount takes off; other kinds: none' }),
    basketMinMinor: AmountMinor.default(0n),
    stock: Decimal.optional().meta({ description: 'As many as there are; gift codes: as many as are in the pool' }),
    perMemberMax: z.int().min(1).max(1_000_000).optional(),
    validFrom: Instant.optional(),
    validUntil: Instant.optional(),
    claimDays: z.int().min(1).max(3_650).optional(),
    tier: text(NAME_LENGTH_MAX).optional(),
    charityId: Uuid.optional().meta({ description: 'Donations only' }),
    replacesId: Uuid.optional().meta({
      description: 'Your reward that this one follows, with other terms; withdraw that one as well',
    }),
    metadata: MetadataIn,
  })
  .meta({ id: 'NewReward', description: 'Never cash' })

export const RewardResponse = z
  .object({
    rewardId: Uuid,
    partnerId: PartnerNumber,
    partnerName: z.string(),
    brand: BrandResponse,
    kind: RewardKind,
    texts: z.record(z.string(), textsOut).meta({ description: 'By language; en is always there' }),
    points: PointsOut,
    discountMinor: AmountOut.nullable(),
    currency: z.string(),
    basketMinMinor: AmountOut,
    stockLeft: NumberOut.nullable().meta({ description: 'Null: as many as are asked for' }),
    perMemberMax: z.int().nullable(),
    validFrom: TimeOut,
    validUntil: TimeOut.nullable(),
    claimDays: z.int().nullable(),
    tier: z.string().nullable(),
    picture: orNull(PictureResponse),
    charityName: z.string().nullable(),
    metadata: MetadataOut.meta({ description: "The partner's own notes; everybody who browses sees them" }),
    withdrawnAt: TimeOut.nullable(),
  })
  .meta({ id: 'Reward' })

/** What members can get for points. */
export const REWARDS = listOf({ name: 'Rewards', item: RewardResponse, place: BY_SEQUENCE })

export const OwnRewardResponse = RewardResponse.extend({
  state: z.enum(['planned', 'offered', 'over', 'withdrawn']).meta({ id: 'RewardState' }),
  createdAt: TimeOut,
  stock: NumberOut.nullable().meta({ description: 'As it was offered; null: as many as are asked for, or gift codes' }),
  claims: NumberOut.meta({ description: 'How many members have it, used or not' }),
  charityId: Uuid.nullable(),
  replacesId: Uuid.nullable().meta({ description: 'The reward that it followed' }),
  replacedById: Uuid.nullable().meta({ description: 'The reward that followed it' }),
}).meta({ id: 'OwnReward' })

/** A partner's own rewards. */
export const OWN_REWARDS = listOf({ name: 'OwnRewards', item: OwnRewardResponse, place: BY_SEQUENCE })

export const RewardVersionsResponse = wholeListOf('RewardVersions', OwnRewardResponse)

export const RewardsQuery = z.strictObject({ partnerId: PartnerNumberText.optional(), ...REWARDS.query })

export const RewardCodesBody = z
  .strictObject({ codes: z.array(text(64)).min(1).max(CODES_PER_REQUEST_MAX) })
  .meta({ id: 'RewardCodes' })

export const RewardCodesResponse = z
  .object({ added: z.int(), known: z.int().meta({ description: 'In the pool already' }), left: NumberOut })
  .meta({ id: 'RewardCodesAdded' })

export const CharityResponse = z
  .object({ charityId: Uuid, name: z.string(), createdAt: TimeOut })
  .meta({ id: 'Charity' })

export const CharityBody = z.strictObject({ name: text(NAME_LENGTH_MAX) }).meta({ id: 'NewCharity' })

/** Charities to which points can be given. */
export const CHARITIES = listOf({
  name: 'Charities',
  item: CharityResponse,
  place: BY_NAME,
  rowsMax: CHARITIES_PER_PAGE_MAX,
})

export const ClaimState = z.enum(['issued', 'redeemed', 'cancelled', 'expired']).meta({ id: 'ClaimState' })

const claim = {
  claimId: Uuid,
  rewardId: Uuid,
  kind: RewardKind,
  title: z.string(),
  state: ClaimState,
  voucher: z.string().nullable().meta({ description: 'Null once the member is erased' }),
  points: PointsOut,
  issuedAt: TimeOut,
  expiresAt: TimeOut.nullable(),
}

/** A claim as its partner sees it. */
export const ClaimResponse = z
  .object({
    ...claim,
    memberId: Uuid,
    redemptionId: Uuid,
    redeemedAt: TimeOut.nullable(),
    cancelledAt: TimeOut.nullable(),
  })
  .meta({ id: 'Claim' })

/** A partner's own claims. */
export const CLAIMS = listOf({ name: 'Claims', item: ClaimResponse, place: BY_TIME })

export const ClaimsQuery = z
  .strictObject({
    ...period,
    memberId: Uuid.optional(),
    rewardId: Uuid.optional(),
    state: ClaimState.optional(),
    ...CLAIMS.query,
  })
  .refine(isPeriod, PERIOD_FAULT)

/** A claim as its member sees it. */
const OwnClaimResponse = z
  .object({
    ...claim,
    texts: z.record(z.string(), textsOut),
    partnerName: z.string(),
    brand: BrandResponse,
    picture: orNull(PictureResponse),
    code: z.string().nullable().meta({ description: 'Of a gift code, once its points are burned on the ledger' }),
  })
  .meta({ id: 'OwnClaim' })

/** A member's own claims. */
export const OWN_CLAIMS = listOf({
  name: 'OwnClaims',
  item: OwnClaimResponse,
  place: BY_SEQUENCE,
  rowsMax: OWN_CLAIMS_PER_PAGE_MAX,
})

export const OwnClaimsResponse = OWN_CLAIMS.response

export const VOUCHER_LENGTH_MAX = 32

export const FindClaimBody = z
  .strictObject({ voucher: text(VOUCHER_LENGTH_MAX).meta({ example: '7K2M-9QXA-41TF' }) })
  .meta({ id: 'FindClaim' })

export const RedeemClaimBody = z
  .strictObject({
    beforeBurned: z.boolean().default(false).meta({
      description: 'Hand it over although the points are not burned for good yet, at your own risk',
    }),
  })
  .meta({ id: 'RedeemClaim' })

export const ClaimRewardBody = z.strictObject({ rewardId: Uuid }).meta({ id: 'ClaimReward' })
