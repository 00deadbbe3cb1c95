import { MEMBER_ID, PARTNER_ID } from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'
import { purchasesExamples } from '../purchases/examples.ts'

const TILL = {
  tillId: '0199ab40-7d11-7a02-8b6e-5b0f4c8d2e77',
  name: 'Front till',
  publicKey:
    'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQdZVsWs_Ar3brRTfi01PjLPgTJRVGLTM6lWJMFIsPYQ7ZR9fmmh6LB-8BJY3DU7ZPd_eWKVtbzMmO4Rg0kT5nw',
  registeredAt: '2026-11-23T08:00:00.000Z',
  revokedAt: null,
}
const SLIP = {
  tillId: TILL.tillId,
  orderRef: 'T-20261123-101500-9f2c11aa',
  currency: 'GBP',
  amountMinor: '1999',
  state: 'open',
  occurredAt: '2026-11-23T10:15:00.000Z',
  filedAt: '2026-11-23T11:40:02.000Z',
}
const CODE = '7K2M9-QXA41'
const purchase = purchasesExamples['recordPurchase']?.answer as Record<string, unknown>

export const tillsExamples: OperationExamples = {
  registerTill: { body: { name: TILL.name, publicKey: TILL.publicKey }, answer: TILL },
  listTills: { answer: { data: [TILL], nextCursor: null } },
  revokeTill: { answer: { ...TILL, revokedAt: '2026-11-24T08:00:00.000Z' } },
  fileSlips: {
    body: { slips: ['EN2.WyIwMTk5YWI0MC03ZDExLTdhMDItOGI2ZS01YjBmNGM4ZDJlNzci...'] },
    answer: { filed: 1, repeated: 0, refused: 0, slips: [{ outcome: 'filed', orderRef: SLIP.orderRef }] },
  },
  findSlip: { body: { code: CODE }, answer: SLIP },
  collectSlip: {
    body: { slip: CODE, member: { kind: 'member', value: MEMBER_ID } },
    answer: { ...purchase, orderRef: SLIP.orderRef, occurredAt: SLIP.occurredAt },
  },
  voidSlip: { body: { code: CODE }, answer: { ...SLIP, state: 'voided' } },
  collectOwnSlip: {
    body: { slip: CODE },
    answer: {
      purchaseId: '0199ab41-1c10-7d02-9b6e-5b0f4c8d2e01',
      partnerId: PARTNER_ID,
      currency: 'GBP',
      amountMinor: '1999',
      points: '19',
      occurredAt: SLIP.occurredAt,
    },
  },
}
