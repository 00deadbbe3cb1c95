import { PARTNER_ID, PARTNER_NAME } from '../../example-values.ts'
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

const PARTNER = {
  partnerId: PARTNER_ID,
  name: PARTNER_NAME,
  currency: 'GBP',
  status: 'active',
  onChain: {
    status: 'active',
    nextEntry: '52',
    allowance: '998912',
    dailyLimit: '100000',
    issuableNow: '99588',
  },
  returnPolicy: 'within_balance',
  issuerKind: 'hosted',
  issuerAddress: `0x${'1e'.repeat(20)}`,
  createdAt: JOINED_AT,
  earningRules: [RULE],
}

export const partnersExamples: OperationExamples = {
  readPartner: { answer: { ...STATUS, currency: 'GBP', scopes: KEY.scopes } },
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
  listPartners: { answer: { data: [PARTNER], nextCursor: null } },
  suspendPartner: { answer: { ...STATUS, status: 'suspended' } },
  resumePartner: { answer: STATUS },
  changeAllowance: { body: { change: 'raise', points: '500000' }, answer: STATUS },
  setEarningRule: {
    body: { points: '2', perMinor: '100', pointsMax: '100000' },
    answer: { ...RULE, version: 2, points: '2', validFrom: '2026-11-23T10:15:00.000Z' },
  },
  issueApiKey: { body: { label: KEY.label, scopes: KEY.scopes }, answer: ISSUED_KEY },
  listApiKeys: { answer: { data: [KEY], nextCursor: null } },
  revokeApiKey: { answer: { ...KEY, revokedAt: '2026-11-23T10:15:00.000Z' } },
}
