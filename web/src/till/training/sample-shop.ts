import { CARD_SEQUENCE_MAX, makeCardNumber } from '../../../../server/domain/identifiers.ts'
import type { Reward } from '../../api-client/rewards.ts'
import type { TillPartner } from '../../api-client/till.ts'

/** A customer who exists in training only. */
export interface SampleMember {
  readonly memberId: string
  readonly cardNumber: string
  readonly pin: string | null
  readonly points: bigint
}

/** Numbers at the end of all that there can be: no printed card has one. */
const cardOf = (at: number) => makeCardNumber(CARD_SEQUENCE_MAX - BigInt(at))
const idOf = (at: number) => `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`

/** A sample customer by number. */
export function sampleMember(at: number, { pin, points }: { pin: string | null; points: bigint }): SampleMember {
  return { memberId: idOf(at), cardNumber: cardOf(at), pin, points }
}

/** Somebody with points, somebody with few, somebody whose card has no PIN yet: the cases that a cashier has to know. */
export const SAMPLE_MEMBERS = [
  sampleMember(1, { pin: '2580', points: 1_240n }),
  sampleMember(2, { pin: '2580', points: 30n }),
  sampleMember(3, { pin: null, points: 500n }),
] as const

const BRAND = { colour: null, textColour: null, logo: null }

/** A shop to practise in where no real one is connected. On the till it has the name of the coalition. */
export const SAMPLE_PARTNER: TillPartner = {
  partnerId: 0,
  name: 'Sample shop',
  currency: 'GBP',
  country: 'GB',
  timeZone: null,
  status: 'active',
  terms: [
    {
      currency: 'GBP',
      minorDigits: 2,
      earning: { points: '1', perMinor: '100', pointsMax: '100000' },
      redeem: { points: '1', minor: '1' },
    },
  ],
  brand: BRAND,
  scopes: [],
}

/** What the sample shop offers for points. */
export function sampleReward(currency: string): Reward {
  return {
    rewardId: idOf(900),
    partnerId: 0,
    partnerName: SAMPLE_PARTNER.name,
    brand: BRAND,
    kind: 'product',
    texts: {
      en: { title: 'A coffee', description: 'For practice only' },
      fr: { title: 'Un café', description: 'Pour s’entraîner' },
    },
    points: '150',
    discountMinor: null,
    currency,
    basketMinMinor: '0',
    stockLeft: null,
    perMemberMax: null,
    validFrom: '2026-01-01T00:00:00.000Z',
    validUntil: null,
    claimDays: null,
    tier: null,
    picture: null,
    charityName: null,
    metadata: {},
    withdrawnAt: null,
  }
}
