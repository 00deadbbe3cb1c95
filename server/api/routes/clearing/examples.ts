import { CHARITY_DEFINITIONS, DEFINITIONS } from '../../../domain/clearing/definitions.ts'
import { PARTNER_ID, PARTNER_NAME } from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'
import { packExamples } from './pack-examples.ts'

const PRICES = {
  partnerId: PARTNER_ID,
  month: '2027-01',
  issueMicros: '1000000',
  redeemMicros: '800000',
  state: 'planned',
  plannedAt: '2026-11-23T10:15:00.000Z',
  announced: null,
  set: null,
  call: { to: `0x${'a3'.repeat(20)}`, data: `0x${'5e'.repeat(132)}` },
}

const IN_FORCE = {
  ...PRICES,
  month: '2026-11',
  state: 'set',
  set: { blockNumber: '1200', transactionHash: `0x${'7a'.repeat(32)}` },
}

const word = (byte: string) => `0x${byte.repeat(32)}`

const RATE = {
  date: '2026-11-30',
  base: 'EUR',
  quote: 'JPY',
  rate: '162.35',
  source: 'ECB euro foreign exchange reference rates',
  signer: `0x${'2e'.repeat(20)}`,
  signature: `0x${'6a'.repeat(65)}`,
  hash: word('f1'),
}

const { hash: _hash, ...SIGNED_RATE } = RATE

const IMPORTED = { ...RATE, importedAt: '2026-12-01T08:00:00.000Z' }

const SETTLEMENT_CURRENCY = {
  partnerId: PARTNER_ID,
  clearingCurrency: 'EUR',
  currency: 'EUR',
  versions: [{ month: '2027-01', currency: 'JPY', setAt: '2026-12-04T09:30:00.000Z' }],
}

/** The partner A of docs/clearing.md, if it settled in yen. */
const STATEMENT = {
  format: 'entente-statement-3',
  number: `ENT-${String(PARTNER_ID)}-2026-11`,
  coalition: 'Entente',
  partner: { id: PARTNER_ID, name: PARTNER_NAME, country: 'GB' },
  month: '2026-11',
  currency: 'EUR',
  minorDigits: 2,
  source: {
    chainId: 31_337,
    registry: `0x${'a3'.repeat(20)}`,
    firstBlock: '1200',
    lastBlock: '1248',
    readAtBlock: '1300',
    readAtBlockHash: word('b1'),
  },
  points: { issued: '100000', reversed: '2000', reversedOfEarlierMonths: '150', redeemed: '10000', restored: '0' },
  prices: { issueMicros: '1000000', redeemMicros: '800000', fromMonth: '2026-11', transactionHash: word('7a') },
  legs: [
    {
      kind: 'issue',
      payer: 'partner',
      payee: 'operator',
      points: '98000',
      priceMicros: '1000000',
      exactMicros: '98000000000',
      grossMinor: '98000',
      vat: { treatment: 'outside_scope', rateBasisPoints: 0 },
      vatMinor: '0',
      totalMinor: '98000',
    },
    {
      kind: 'redeem',
      payer: 'operator',
      payee: 'partner',
      points: '10000',
      priceMicros: '800000',
      exactMicros: '8000000000',
      grossMinor: '8000',
      vat: { treatment: 'outside_scope', rateBasisPoints: 0 },
      vatMinor: '0',
      totalMinor: '8000',
    },
    {
      kind: 'fee',
      payer: 'partner',
      payee: 'operator',
      points: '0',
      priceMicros: '0',
      exactMicros: '0',
      grossMinor: '0',
      vat: { treatment: 'outside_scope', rateBasisPoints: 0 },
      vatMinor: '0',
      totalMinor: '0',
    },
  ],
  donations: { charities: [], totalMinor: '0' },
  totals: { netMinor: '-90000', vatMinor: '0', payableMinor: '-90000' },
  due: { currency: 'JPY', minorDigits: 0, payableMinor: '-146115', rounding: '0', rate: RATE },
  position: { openingMinor: '0', closingMinor: '-90000' },
  lines: [
    {
      line: 1,
      kind: 'issued',
      points: '100000',
      blockNumber: '1200',
      transactionHash: word('c1'),
      reference: word('d1'),
    },
    {
      line: 2,
      kind: 'reversed',
      points: '2000',
      blockNumber: '1240',
      transactionHash: word('c2'),
      reference: word('d2'),
    },
    { line: 3, kind: 'redeemed', points: '10000', blockNumber: '1248', transactionHash: word('c3'), reference: null },
  ],
  linesRoot: word('e1'),
}

const SETTLEMENT = {
  state: 'open',
  netMinor: '-90000',
  isDifferent: false,
  marks: { partner: null, operator: null },
  disputeUntil: '2026-12-17T06:01:00.000Z',
  disputedAt: null,
  disputeReason: null,
  disputeOutcome: null,
  approval: null,
  lastAct: null,
}

const actOf = (kind: string, text: string | null) => ({
  kind,
  state: 'requested',
  text,
  failedReason: null,
  requestedAt: '2026-12-10T08:00:00.000Z',
})

const REASON = 'The returns of 14 November are missing.'

const SIGNED = {
  statement: STATEMENT,
  signer: `0x${'0b'.repeat(20)}`,
  signature: `0x${'5f'.repeat(65)}`,
  issuedAt: '2026-12-03T06:00:00.000Z',
  payment: null,
  settlement: SETTLEMENT,
  definitions: DEFINITIONS,
}

const SUMMARY = {
  partnerId: PARTNER_ID,
  month: '2026-11',
  number: STATEMENT.number,
  payableMinor: '-90000',
  currency: 'EUR',
  due: { currency: 'JPY', payableMinor: '-146115' },
  issuedAt: SIGNED.issuedAt,
  payment: null,
  settlement: SETTLEMENT,
}

const DISPUTED = { ...SETTLEMENT, state: 'disputed', disputedAt: '2026-12-10T08:01:00.000Z', disputeReason: REASON }

const PAYMENT = { reference: 'BOOK-4711', recordedAt: '2026-12-09T09:00:00.000Z' }

const CHARITY_ID = '019a8f5e-6f3c-7c1a-9d52-9f21c0b7d3aa'

const CHARITY_SUMMARY = {
  charityId: CHARITY_ID,
  month: '2026-11',
  number: 'ENT-C9f21c0b7d3aa-2026-11',
  payableMinor: '400',
  currency: 'EUR',
  issuedAt: SIGNED.issuedAt,
  payment: null,
}

const CHARITY_SIGNED = {
  statement: {
    format: 'entente-charity-statement-1',
    number: CHARITY_SUMMARY.number,
    coalition: 'Entente',
    charity: { id: CHARITY_ID, name: 'Sea Rescue' },
    month: '2026-11',
    currency: 'EUR',
    minorDigits: 2,
    source: {
      chainId: STATEMENT.source.chainId,
      registry: STATEMENT.source.registry,
      readAtBlock: STATEMENT.source.readAtBlock,
      readAtBlockHash: STATEMENT.source.readAtBlockHash,
    },
    partners: [{ id: PARTNER_ID, name: PARTNER_NAME, points: '500', redeemMicros: '800000', grossMinor: '400' }],
    totals: { points: '500', payableMinor: '400' },
    position: { openingMinor: '0', closingMinor: '400' },
    lines: [
      {
        line: 1,
        partnerId: PARTNER_ID,
        kind: 'donated',
        points: '500',
        blockNumber: '1248',
        transactionHash: word('c3'),
        orderHash: word('d4'),
      },
    ],
  },
  signer: SIGNED.signer,
  signature: SIGNED.signature,
  issuedAt: SIGNED.issuedAt,
  payment: null,
  definitions: CHARITY_DEFINITIONS,
}

const APPROVAL = {
  approvalId: '0199b2c4-11aa-7f03-9c5d-6e1a2b3c4d5f',
  kind: 'confirmation',
  month: '2026-11',
  reference: 'BOOK-4711',
  requestedBy: { personId: '0199b2c4-11aa-7f03-9c5d-6e1a2b3c4d5e', name: 'Marie Durand' },
  requestedAt: '2026-12-04T09:00:00.000Z',
  expiresAt: '2026-12-07T09:00:00.000Z',
}

export const clearingExamples: OperationExamples = {
  readApprovals: { answer: { statementApprovals: 2, waiting: [APPROVAL] } },
  setApprovals: { body: { statementApprovals: 2 }, answer: { statementApprovals: 2, waiting: [] } },
  approveRequest: { answer: { statementApprovals: 2, waiting: [] } },
  rejectRequest: { answer: { statementApprovals: 2, waiting: [] } },
  setPrices: {
    body: { month: '2027-01', issueMicros: '1000000', redeemMicros: '800000' },
    answer: PRICES,
  },
  listOwnStatements: { answer: { data: [SUMMARY], nextCursor: null } },
  readOwnStatement: { answer: SIGNED },
  confirmStatement: {
    body: { reference: PAYMENT.reference },
    answer: { ...SUMMARY, settlement: { ...SETTLEMENT, lastAct: actOf('confirmation', PAYMENT.reference) } },
  },
  disputeStatement: {
    body: { reason: REASON },
    answer: { ...SUMMARY, settlement: { ...SETTLEMENT, lastAct: actOf('dispute', REASON) } },
  },
  withdrawDispute: { answer: { ...SUMMARY, settlement: { ...DISPUTED, lastAct: actOf('withdrawal', null) } } },
  listDisputes: {
    answer: {
      data: [
        {
          partnerId: PARTNER_ID,
          month: '2026-11',
          netMinor: '-90000',
          disputedAt: DISPUTED.disputedAt,
          reason: REASON,
          reasonHash: word('d5'),
        },
      ],
      nextCursor: null,
    },
  },
  resolveDispute: {
    body: { outcome: 'Booked in December.' },
    answer: { ...SUMMARY, settlement: { ...DISPUTED, lastAct: actOf('resolution', 'Booked in December.') } },
  },
  closeMonth: {
    answer: {
      month: '2026-11',
      issued: 5,
      before: 0,
      waiting: [{ partnerId: PARTNER_ID, currency: 'JPY', month: '2026-11' }],
    },
  },
  listStatements: { answer: { data: [SUMMARY], nextCursor: null } },
  readStatement: { answer: SIGNED },
  recordStatementPayment: { body: { reference: PAYMENT.reference }, answer: { ...SIGNED, payment: PAYMENT } },
  listCharityStatements: { answer: { data: [CHARITY_SUMMARY], nextCursor: null } },
  readCharityStatement: { answer: CHARITY_SIGNED },
  recordCharityPayment: { body: { reference: PAYMENT.reference }, answer: { ...CHARITY_SIGNED, payment: PAYMENT } },
  ...packExamples,
  setSettlementCurrency: { body: { month: '2027-01', currency: 'JPY' }, answer: SETTLEMENT_CURRENCY },
  readSettlementCurrency: { answer: SETTLEMENT_CURRENCY },
  importRates: { body: { rates: [SIGNED_RATE] }, answer: { imported: 1, before: 0, rates: [IMPORTED] } },
  listRates: { answer: { data: [IMPORTED], nextCursor: null } },
  listPrices: { answer: { data: [PRICES, IN_FORCE], nextCursor: null } },
}
