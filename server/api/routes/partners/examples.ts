import { BRAND, PARTNER_ID, PARTNER_NAME, PICTURE_BYTES } from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'

const JOINED_AT = '2026-11-01T08:00:00.000Z'
const STATUS = { partnerId: PARTNER_ID, name: PARTNER_NAME, status: 'active' }

const KEY = {
  keyId: '0123456789abcdef',
  label: 'till 4',
  scopes: ['purchases:write', 'members:read'],
  createdAt: JOINED_AT,
  expiresAt: null,
  revokedAt: null,
}
const ISSUED_KEY = { ...KEY, apiKey: 'ent_0123456789abcdef_...' }

const RULE = {
  earningRuleId: '01900000-0000-7000-8000-0000000000e1',
  version: 1,
  currency: 'GBP',
  points: '1',
  perMinor: '100',
  pointsMax: '100000',
  validFrom: '1970-01-01T00:00:00.000Z',
}

const RATE = {
  redeemRateId: '01900000-0000-7000-8000-0000000000d1',
  version: 1,
  currency: 'GBP',
  points: '100',
  minor: '50',
  validFrom: '1970-01-01T00:00:00.000Z',
}

const QUARANTINE = {
  since: '2026-11-23T09:00:00.000Z',
  batches: '1',
  throughEntry: '51',
  signedBy: 'own_key',
  pointsCredited: '300',
  pointsDebited: '0',
  transactionHash: `0x${'7a'.repeat(32)}`,
}

const PARTNER = {
  partnerId: PARTNER_ID,
  name: PARTNER_NAME,
  currency: 'GBP',
  country: 'GB',
  status: 'active',
  onChain: {
    status: 'active',
    nextEntry: '52',
    allowance: '998912',
    dailyLimit: '100000',
    issuableNow: '99588',
  },
  quarantine: null,
  departure: null,
  nextKey: null,
  returnPolicy: 'within_balance',
  issuerKind: 'hosted',
  issuerAddress: `0x${'1e'.repeat(20)}`,
  createdAt: JOINED_AT,
  brand: BRAND,
  earningRules: [RULE],
  redeemRates: [RATE],
}

const DEPARTURE = {
  state: 'leaving',
  askedAt: '2026-11-23T09:00:00.000Z',
  returnsUntil: '2026-12-24T09:00:00.000Z',
  endedAt: null,
}

const OPEN = { entries: '2', holds: '0', burns: '1', restorations: '0' }

const NEXT_KEY = {
  kind: 'hosted',
  address: `0x${'2e'.repeat(20)}`,
  since: '2026-11-23T09:00:00.000Z',
  issues: null,
  redeems: null,
}

const TERMS = {
  currency: 'GBP',
  minorDigits: 2,
  earning: { points: '1', perMinor: '100', pointsMax: '100000' },
  redeem: { points: '100', minor: '50' },
}

const OPERATOR_KEY = {
  ...KEY,
  label: 'Marie, prices',
  scopes: ['operator:read', 'operator:terms'],
  expiresAt: '2027-02-21T10:15:00.000Z',
}

export const partnersExamples: OperationExamples = {
  readStanding: {
    answer: {
      onChain: { status: 'active', allowance: '998912', dailyLimit: '100000', issuableNow: '99588' },
      allowanceGiven: '1000000',
      open: { entries: '2', holds: '0', burns: '1', restorations: '0' },
    },
  },
  issueOwnKey: { body: { label: KEY.label, scopes: KEY.scopes }, answer: ISSUED_KEY },
  listOwnKeys: { answer: { data: [KEY], nextCursor: null } },
  revokeOwnKey: { answer: { ...KEY, revokedAt: '2026-11-23T10:15:00.000Z' } },
  readPartner: {
    answer: {
      ...STATUS,
      currency: 'GBP',
      country: 'GB',
      timeZone: 'Europe/London',
      scopes: KEY.scopes,
      terms: [TERMS],
      brand: BRAND,
    },
  },
  setColours: { body: { colour: BRAND.colour, textColour: BRAND.textColour }, answer: BRAND },
  setTimeZone: { body: { timeZone: 'Europe/London' }, answer: { partnerId: PARTNER_ID, timeZone: 'Europe/London' } },
  setCountry: { body: { country: 'GB' }, answer: { partnerId: PARTNER_ID, country: 'GB' } },
  setLogo: { body: PICTURE_BYTES, answer: BRAND },
  listEarningOffers: {
    answer: {
      data: [
        {
          partnerId: PARTNER_ID,
          partnerName: PARTNER_NAME,
          brand: BRAND,
          currency: 'GBP',
          points: '1',
          perMinor: '100',
          next: { points: '2', perMinor: '100', validFrom: '2026-12-01T00:00:00.000Z' },
        },
      ],
      nextCursor: null,
    },
  },
  listEarningRules: { answer: { data: [RULE], nextCursor: null } },
  setOwnEarningRule: {
    body: { currency: 'GBP', points: '2', perMinor: '100', pointsMax: '100000', validFrom: '2026-12-01T00:00:00Z' },
    answer: { ...RULE, version: 2, points: '2', validFrom: '2026-12-01T00:00:00.000Z' },
  },
  listOwnEarningRules: { answer: { data: [RULE], nextCursor: null } },
  setOwnRedeemRate: {
    body: { currency: 'GBP', points: '100', minor: '80', validFrom: '2026-12-01T00:00:00Z' },
    answer: { ...RATE, version: 2, points: '100', minor: '80', validFrom: '2026-12-01T00:00:00.000Z' },
  },
  listOwnRedeemRates: { answer: { data: [RATE], nextCursor: null } },
  listRedeemRates: { answer: { data: [RATE], nextCursor: null } },
  setRedeemRate: {
    body: { currency: 'GBP', points: '100', minor: '50', validFrom: '2026-12-01T00:00:00Z' },
    answer: { ...RATE, version: 2, validFrom: '2026-12-01T00:00:00.000Z' },
  },
  readPartnerTotals: {
    answer: {
      partnerId: PARTNER_ID,
      name: PARTNER_NAME,
      purchases: '118',
      returns: '9',
      pointsAccepted: '7349',
      pointsReversedAccepted: '106',
      pointsMinted: '7349',
      pointsReversed: '106',
      batches: '4',
      gasUsed: '412080',
      unmatchedMinor: '0',
      redemptions: '9',
      redemptionsCaptured: '9',
      redemptionsVoided: '3',
      redemptionsRefused: '0',
      pointsCaptured: '1219',
      restorations: '0',
      pointsRestoring: '0',
      redemptionsBurned: '9',
      pointsRedeemed: '1219',
      pointsRestored: '0',
    },
  },
  addPartner: {
    body: {
      name: PARTNER_NAME,
      currency: 'GBP',
      earningRule: { points: '1', perMinor: '100', pointsMax: '100000' },
      allowance: '1000000',
      dailyLimit: '100000',
    },
    answer: { ...PARTNER, onChain: null, apiKey: ISSUED_KEY },
  },
  listPartners: { answer: { data: [{ ...PARTNER, quarantine: QUARANTINE }], nextCursor: null } },
  readPartnerDetails: {
    answer: {
      ...PARTNER,
      departure: { ...DEPARTURE, stage: 'winding_down', open: OPEN },
      nextKey: { ...NEXT_KEY, issues: false, redeems: false },
    },
  },
  retirePartner: { body: { returnsDays: 31 }, answer: { ...STATUS, departure: DEPARTURE } },
  keepPartner: { answer: STATUS },
  setNextKey: { body: {}, answer: { ...STATUS, nextKey: NEXT_KEY } },
  dropNextKey: { answer: STATUS },
  suspendPartner: { answer: { ...STATUS, status: 'suspended' } },
  resumePartner: { answer: STATUS },
  releasePartner: {
    body: { throughEntry: QUARANTINE.throughEntry, reason: 'gift points, says their office' },
    answer: { ...STATUS, quarantine: null },
  },
  changeAllowance: { body: { change: 'raise', points: '500000' }, answer: STATUS },
  setEarningRule: {
    body: { points: '2', perMinor: '100', pointsMax: '100000' },
    answer: { ...RULE, version: 2, points: '2', validFrom: '2026-11-23T10:15:00.000Z' },
  },
  issueApiKey: { body: { label: KEY.label, scopes: KEY.scopes }, answer: ISSUED_KEY },
  listApiKeys: { answer: { data: [KEY], nextCursor: null } },
  revokeApiKey: { answer: { ...KEY, revokedAt: '2026-11-23T10:15:00.000Z' } },
  rotateOperatorKey: { body: { overlapSeconds: 3_600 }, answer: { ...OPERATOR_KEY, apiKey: ISSUED_KEY.apiKey } },
  issueOperatorKey: {
    body: { label: OPERATOR_KEY.label, scopes: OPERATOR_KEY.scopes, validDays: 90 },
    answer: { ...ISSUED_KEY, ...OPERATOR_KEY },
  },
  listOperatorKeys: { answer: { data: [OPERATOR_KEY], nextCursor: null } },
  revokeOperatorKey: { answer: { ...OPERATOR_KEY, revokedAt: '2026-11-23T10:15:00.000Z' } },
}
