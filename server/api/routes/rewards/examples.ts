import { BRAND, MEMBER_ID, PARTNER_ID, PARTNER_NAME, PICTURE, PICTURE_BYTES } from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'

export const REWARD_ID = '01900000-0000-7000-8000-000000000000'
export const CLAIM_ID = '0199ab31-5c10-7d02-9b6e-5b0f4c8d2e01'

const TEXTS = { en: { title: 'A paperback of your choice', description: 'Any paperback up to 12.99' } }
const CHARITY = {
  charityId: '01900000-0000-7000-8000-0000000000c1',
  name: 'Harbour Lifeboats',
  createdAt: '2026-11-01T08:00:00.000Z',
}

const REWARD = {
  rewardId: REWARD_ID,
  partnerId: PARTNER_ID,
  partnerName: PARTNER_NAME,
  kind: 'product',
  texts: TEXTS,
  brand: BRAND,
  picture: PICTURE,
  metadata: {},
  points: '500',
  discountMinor: null,
  currency: 'GBP',
  basketMinMinor: '0',
  stockLeft: '100',
  perMemberMax: null,
  validFrom: '2026-11-01T08:00:00.000Z',
  validUntil: null,
  claimDays: 90,
  tier: null,
  charityName: null,
  withdrawnAt: null,
}

const claimFacts = {
  claimId: CLAIM_ID,
  rewardId: REWARD_ID,
  kind: 'product',
  title: TEXTS.en.title,
  state: 'issued',
  voucher: '7K2M-9QXA-41TF',
  points: '500',
  issuedAt: '2026-11-23T10:20:05.000Z',
  expiresAt: '2027-02-21T10:20:05.000Z',
}

/** A claim that can be used, as its partner sees it. */
export const CLAIM = {
  ...claimFacts,
  memberId: MEMBER_ID,
  redemptionId: '0199ab30-11aa-7e6b-8c55-0d7b1e2f3a44',
  redeemedAt: null,
  cancelledAt: null,
}

const OWN_REWARD = {
  ...REWARD,
  state: 'offered',
  createdAt: '2026-11-01T08:00:00.000Z',
  stock: '120',
  claims: '20',
  charityId: null,
  replacesId: null,
  replacedById: null,
}

export const rewardsExamples: OperationExamples = {
  addReward: { body: { kind: 'product', texts: TEXTS, points: '500', stock: '100', claimDays: 90 }, answer: REWARD },
  withdrawReward: { answer: { ...REWARD, withdrawnAt: '2026-11-24T08:00:00.000Z' } },
  setRewardPicture: { body: PICTURE_BYTES, answer: REWARD },
  addRewardCodes: {
    body: { codes: ['GIFT-0001-AAAA', 'GIFT-0002-BBBB'] },
    answer: { added: 2, known: 0, left: '2' },
  },
  listRewards: { answer: { data: [REWARD], nextCursor: null } },
  readReward: { answer: REWARD },
  listOwnRewards: { answer: { data: [OWN_REWARD], nextCursor: null } },
  listRewardVersions: { answer: { data: [OWN_REWARD], nextCursor: null } },
  listClaims: { answer: { data: [CLAIM], nextCursor: null } },
  findClaim: { body: { voucher: CLAIM.voucher }, answer: CLAIM },
  redeemClaim: {
    body: { beforeBurned: false },
    answer: { ...CLAIM, state: 'redeemed', redeemedAt: '2026-11-24T15:02:00.000Z' },
  },
  addCharity: { body: { name: CHARITY.name }, answer: CHARITY },
  listCharities: { answer: { data: [CHARITY], nextCursor: null } },
  listOwnClaims: {
    answer: {
      data: [{ ...claimFacts, texts: TEXTS, partnerName: PARTNER_NAME, brand: BRAND, picture: PICTURE, code: null }],
      nextCursor: null,
    },
  },
}
