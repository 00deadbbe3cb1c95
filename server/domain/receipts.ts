import { assert } from './assert.ts'

/** The kinds of entries, as a receipt's leaf numbers them. Never renumbered: receipts are kept for years. */
export const RECEIPT_KINDS = { accrual: 1, accrual_reversal: 2, shortfall_recovery: 3 } as const

export type ReceiptKind = keyof typeof RECEIPT_KINDS

/** What a receipt says of an entry. */
export interface ReceiptEntry {
  readonly entryNumber: bigint | null
  readonly orderCommitment: string
  readonly partnerId: number
  readonly account: string
  readonly points: bigint
  readonly kind: ReceiptKind
}

/** Entry number, order commitment, partner, account, signed points, kind. */
export type ReceiptLeaf = readonly [bigint, string, number, string, bigint, number]

/** The ABI types of a leaf in the OpenZeppelin StandardMerkleTree. */
export const RECEIPT_LEAF_TYPES = ['uint256', 'bytes32', 'uint32', 'address', 'int256', 'uint8'] as const

/** The leaf that proves an entry against its batch's receipts root. */
export function receiptLeaf(entry: ReceiptEntry): ReceiptLeaf {
  const { entryNumber, orderCommitment, partnerId, account, points, kind } = entry
  assert(entryNumber !== null && entryNumber >= 1n, 'only a numbered entry has a receipt')
  return [entryNumber, orderCommitment, partnerId, account, points, RECEIPT_KINDS[kind]]
}
