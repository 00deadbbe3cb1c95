import { PARTNER_ID } from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'

const PACK = {
  partnerId: PARTNER_ID,
  packNumber: 1,
  number: `ENT-${String(PARTNER_ID)}-P1`,
  points: '100000',
  usedPoints: '0',
  leftPoints: '0',
  priceMinor: '95000',
  vat: { treatment: 'standard', rateBasisPoints: 2000 },
  vatMinor: '19000',
  payableMinor: '114000',
  currency: 'EUR',
  startsOn: '2027-01-01',
  state: 'ordered',
  orderedAt: '2026-12-20T09:00:00.000Z',
  payment: null,
  cancelledAt: null,
}
const PACK_PAYMENT = { reference: 'BOOK-4712', paidOn: '2026-12-28' }
const PAID_PACK = {
  ...PACK,
  leftPoints: '100000',
  state: 'paid',
  payment: { ...PACK_PAYMENT, recordedAt: '2026-12-28T15:00:00.000Z' },
}
const PACKS = {
  partnerId: PARTNER_ID,
  packs: [{ ...PAID_PACK, usedPoints: '92000', leftPoints: '8000' }],
  leftPoints: '8000',
  uncoveredPoints: '0',
  alertPoints: '10000',
  isLow: true,
}

export const packExamples: OperationExamples = {
  readOwnPacks: { answer: PACKS },
  orderPack: { body: { points: '100000', priceMinor: '95000', startsOn: '2027-01-01' }, answer: PACK },
  readPacks: { answer: PACKS },
  recordPackPayment: { body: { ...PACK_PAYMENT, points: '100000' }, answer: PAID_PACK },
  cancelPack: { answer: { ...PACK, state: 'cancelled', cancelledAt: '2026-12-22T09:00:00.000Z' } },
  setPackAlert: { body: { points: '10000' }, answer: PACKS },
}
