import { RECEIPT_LEAF_TYPES } from '../../../domain/receipts.ts'
import {
  ACCOUNT,
  BATCH_HASH,
  BLOCK_HASH,
  BRAND,
  COMMITMENT,
  CONTRACTS,
  MEMBER_ID,
  PARTNER_ID,
  PARTNER_NAME,
  RECEIPTS_ROOT,
  RECORDED_AT,
  SALT,
  TRANSACTION_HASH,
} from '../../example-values.ts'
import type { OperationExamples } from '../../operation-example.ts'
import { CARD } from '../members/examples.ts'

const PURCHASE_ID = '0199ab2c-4f10-7b8a-9d11-6a5b4c3d2e1f'
const ENTRY_ID = '0199ab2c-4f11-7b8a-9d11-6a5b4c3d2e20'
const RETURN_ID = '0199ab7f-90c2-7d4e-8a31-1f2e3d4c5b6a'
const BATCH_ID = '0199ab2c-6a00-7f3c-8e21-9c8d7e6f5a4b'
const RECORDED_RETURN_AT = '2026-11-23T16:40:02.118Z'

const EXPLANATION_HASH = `0x${'e1'.repeat(32)}`
const RULE_HASH = `0x${'1e'.repeat(32)}`

const SALE = {
  orderRef: 'T1-2026-000123',
  member: CARD,
  locationId: 'store-12',
  currency: 'GBP',
  amountMinor: '1999',
  occurredAt: '2026-11-23T10:15:00Z',
}

const EARNING = {
  earningRuleId: '01900000-0000-7000-8000-0000000000e1',
  version: 1,
  points: '1',
  perMinor: '100',
  pointsMax: '100000',
  explanation: 'floor(1999 * 1 / 100) = 19',
  rules: [],
  skipped: [],
}

const PURCHASE = {
  purchaseId: PURCHASE_ID,
  partnerId: PARTNER_ID,
  memberId: MEMBER_ID,
  orderRef: SALE.orderRef,
  locationId: SALE.locationId,
  currency: 'GBP',
  amountMinor: '1999',
  eligibleMinor: '1999',
  points: '19',
  state: 'accepted',
  earning: EARNING,
  metadata: { till: '4' },
  occurredAt: '2026-11-23T10:15:00.000Z',
  recordedAt: RECORDED_AT,
}

const ENTRY = {
  entryId: ENTRY_ID,
  kind: 'accrual',
  points: '19',
  sourceId: PURCHASE_ID,
  reference: SALE.orderRef,
  state: 'confirmed',
  parkedReason: null,
  entryNumber: '42',
  batchId: BATCH_ID,
  transactionHash: TRANSACTION_HASH,
  recordedAt: RECORDED_AT,
}

const PURCHASE_DETAILS = {
  ...PURCHASE,
  state: 'confirmed',
  parkedReason: null,
  entries: [ENTRY],
  returnedMinor: '500',
  pointsReversed: '5',
}

const RETURN = {
  returnId: RETURN_ID,
  partnerId: PARTNER_ID,
  memberId: MEMBER_ID,
  returnRef: 'R1-2026-000045',
  orderRef: SALE.orderRef,
  locationId: null,
  currency: 'GBP',
  amountMinor: '500',
  unmatchedMinor: '0',
  points: '5',
  state: 'accepted',
  allocations: [{ purchaseId: PURCHASE_ID, orderRef: SALE.orderRef, amountMinor: '500', points: '5' }],
  metadata: {},
  occurredAt: '2026-11-23T16:40:00.000Z',
  recordedAt: RECORDED_RETURN_AT,
}

const RETURN_ENTRY = {
  ...ENTRY,
  entryId: '0199ab7f-90c3-7d4e-8a31-1f2e3d4c5b6b',
  kind: 'accrual_reversal',
  points: '-5',
  sourceId: RETURN_ID,
  reference: RETURN.returnRef,
  state: 'accepted',
  entryNumber: null,
  batchId: null,
  transactionHash: null,
  recordedAt: RECORDED_RETURN_AT,
}

const BATCH = {
  batchId: BATCH_ID,
  partnerId: PARTNER_ID,
  firstEntry: '40',
  entryCount: 12,
  receiptsRoot: RECEIPTS_ROOT,
  batchHash: BATCH_HASH,
  credited: '412',
  debited: '0',
  state: 'confirmed',
  parkedReason: null,
  createdAt: '2026-11-23T10:15:03.000Z',
  posted: {
    blockNumber: '9021',
    blockHash: BLOCK_HASH,
    transactionHash: TRANSACTION_HASH,
    credited: '412',
    debited: '0',
    gasUsed: '96120',
    includedAt: '2026-11-23T10:15:05.000Z',
    seenAt: '2026-11-23T10:15:06.311Z',
  },
}

const RECEIPT = {
  entryId: ENTRY_ID,
  leaf: {
    entryNumber: '42',
    orderCommitment: COMMITMENT,
    partnerId: PARTNER_ID,
    account: ACCOUNT,
    points: '19',
    kind: 1,
    explanationHash: EXPLANATION_HASH,
  },
  leafVersion: 2,
  leafTypes: [...RECEIPT_LEAF_TYPES[2]],
  explanation: { rules: [{ hash: RULE_HASH, points: '19' }] },
  order: { reference: SALE.orderRef, salt: SALT },
  proof: [BLOCK_HASH, BATCH_HASH],
  batch: BATCH,
  contract: CONTRACTS.issuance,
  howToCheck: ['The proof leads from the leaf to batch.receiptsRoot: StandardMerkleTree.verify(root, ...).'],
}

const HISTORY_ITEM = {
  id: ENTRY_ID,
  kind: 'accrual',
  points: '19',
  at: '2026-11-23T10:15:00.000Z',
  partnerId: PARTNER_ID,
  partnerName: PARTNER_NAME,
  timeZone: 'Europe/London',
  brand: BRAND,
  picture: null,
  reference: SALE.orderRef,
  state: 'confirmed',
  why: { amountMinor: '1999', currency: 'GBP', eligibleMinor: '1999', rulePoints: '1', rulePerMinor: '100' },
  rewardTitle: null,
  entryId: ENTRY_ID,
  redemptionId: null,
  transactionHash: TRANSACTION_HASH,
  isDirect: false,
}

const RULE_DOCUMENT =
  '{"currency":"GBP","kind":"linear","partnerId":1,"perMinor":"100","points":"1","pointsMax":"100000","version":1}'

export const purchasesExamples: OperationExamples = {
  listMemberEntries: { answer: { data: [ENTRY], nextCursor: null } },
  readPointsOverTime: {
    answer: {
      data: [
        { date: '2026-11-22', points: '946' },
        { date: '2026-11-23', points: '965' },
      ],
      nextCursor: null,
    },
  },
  readHistory: { answer: { data: [HISTORY_ITEM], nextCursor: `1795428900000_${ENTRY_ID}` } },
  readOwnReceipt: { answer: RECEIPT },
  quotePurchase: { body: { currency: 'GBP', amountMinor: '1999' }, answer: { points: '19', earning: EARNING } },
  recordPurchase: { body: SALE, answer: PURCHASE },
  recordPurchases: {
    body: { purchases: [SALE, { ...SALE, orderRef: 'T1-2026-000124', currency: 'EUR' }] },
    answer: {
      recorded: 1,
      repeated: 0,
      refused: 1,
      purchases: [
        {
          outcome: 'recorded',
          orderRef: SALE.orderRef,
          purchaseId: PURCHASE_ID,
          points: '19',
          earningRuleVersion: 1,
        },
        {
          outcome: 'refused',
          orderRef: 'T1-2026-000124',
          problem: {
            code: 'currency_mismatch',
            title: 'Currency mismatch',
            status: 422,
            details: { expected: 'GBP' },
          },
        },
      ],
    },
  },
  listPurchases: { answer: { data: [PURCHASE_DETAILS], nextCursor: null } },
  listReturns: { answer: { data: [{ ...RETURN, parkedReason: null, entries: [RETURN_ENTRY] }], nextCursor: null } },
  listBatches: { answer: { data: [BATCH], nextCursor: null } },
  readPurchase: { answer: PURCHASE_DETAILS },
  recordReturn: {
    body: {
      returnRef: RETURN.returnRef,
      orderRef: SALE.orderRef,
      currency: 'GBP',
      amountMinor: '500',
      occurredAt: '2026-11-23T16:40:00Z',
    },
    answer: RETURN,
  },
  readReturn: { answer: { ...RETURN, parkedReason: null, entries: [RETURN_ENTRY] } },
  readBatch: { answer: BATCH },
  readReceipt: { answer: RECEIPT },
  readCalculation: {
    answer: {
      entryId: ENTRY_ID,
      points: '19',
      eligibleMinor: '1999',
      rules: [{ document: RULE_DOCUMENT, points: '19' }],
      inputs: null,
    },
  },
}
