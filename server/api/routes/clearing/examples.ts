import { PARTNER_ID } from '../../example-values.ts'
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

export const clearingExamples: OperationExamples = {
  setPrices: {
    body: { month: '2027-01', issueMicros: '1000000', redeemMicros: '800000' },
    answer: PRICES,
  },
  listPrices: { answer: { data: [PRICES, IN_FORCE], nextCursor: null } },
}
