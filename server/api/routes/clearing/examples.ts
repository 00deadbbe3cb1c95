import { DEFINITIONS } from '../../../domain/clearing/definitions.ts'
import { PARTNER_ID, PARTNER_NAME } from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'

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

/** The partner A of docs/clearing.md. */
const STATEMENT = {
  format: 'entente-statement-1',
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
  totals: { netMinor: '-90000', vatMinor: '0', payableMinor: '-90000' },
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
  issuedAt: SIGNED.issuedAt,
  payment: null,
  settlement: SETTLEMENT,
}

const DISPUTED = { ...SETTLEMENT, state: 'disputed', disputedAt: '2026-12-10T08:01:00.000Z', disputeReason: REASON }

const PAYMENT = { reference: 'BOOK-4711', recordedAt: '2026-12-09T09:00:00.000Z' }

export const clearingExamples: OperationExamples = {
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
  closeMonth: { answer: { month: '2026-11', issued: 5, before: 0 } },
  listStatements: { answer: { data: [SUMMARY], nextCursor: null } },
  readStatement: { answer: SIGNED },
  recordStatementPayment: { body: { reference: PAYMENT.reference }, answer: { ...SIGNED, payment: PAYMENT } },
  listPrices: { answer: { data: [PRICES, IN_FORCE], nextCursor: null } },
}
