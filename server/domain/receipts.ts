import { assert } from './assert.ts'

/** The kinds of entries, as a receipt's leaf numbers them. Never renumbered: receipts are kept for years. */
export const RECEIPT_KINDS = { accrual: 1, accrual_reversal: 2, shortfall_recovery: 3 } as const

export type ReceiptKind = keyof typeof RECEIPT_KINDS

/** How the leaves of a batch are made. Version 2 commits to what explains the points as well. */
export type LeafVersion = 1 | 2

/** The version of every batch that is formed now. */
export const LEAF_VERSION_NOW: LeafVersion = 2

/** What a receipt says of an entry. */
export interface ReceiptEntry {
  readonly entryNumber: bigint | null
  readonly orderCommitment: string
  readonly partnerId: number
  readonly account: string
  readonly points: bigint
  readonly kind: ReceiptKind
  /** Canonical JSON: see explanations.ts. Null in batches of version 1. */
  readonly explanation: string | null
}

/** Entry number, order commitment, partner, account, signed points, kind. */
export type ReceiptLeaf = readonly [bigint, string, number, string, bigint, number]

const LEAF_TYPES_1 = ['uint256', 'bytes32', 'uint32', 'address', 'int256', 'uint8'] as const

/**
 * The ABI types of a leaf in the OpenZeppelin StandardMerkleTree, by version. The seventh word of version 2 is the keccak256 of the
 * explanation.
 */
export const RECEIPT_LEAF_TYPES: { readonly [V in LeafVersion]: readonly string[] } = {
  1: LEAF_TYPES_1,
  2: [...LEAF_TYPES_1, 'bytes32'],
}

/** The first six words of the leaf that proves an entry against its batch's receipts root. */
export function receiptLeaf(entry: ReceiptEntry): ReceiptLeaf {
  const { entryNumber, orderCommitment, partnerId, account, points, kind } = entry
  assert(entryNumber !== null && entryNumber >= 1n, 'only a numbered entry has a receipt')
  return [entryNumber, orderCommitment, partnerId, account, points, RECEIPT_KINDS[kind]]
}

/** What the seventh word commits to; null in version 1, whose leaves have six. */
export function explanationOf({ explanation }: ReceiptEntry, version: LeafVersion): string | null {
  if (version === 1) return null
  assert(explanation !== null, 'an entry of a batch of version 2 has an explanation')
  return explanation
}
