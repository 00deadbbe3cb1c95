import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { type Hash, keccak256, stringToBytes } from 'viem'

import {
  explanationOf,
  type LeafVersion,
  RECEIPT_LEAF_TYPES,
  type ReceiptEntry,
  receiptLeaf,
} from '../../server/domain/receipts.ts'

/** Whether OpenZeppelin's own package finds that a receipt's proof leads from its leaf to a batch's root. */
export function verifyReceipt(root: Hash, entry: ReceiptEntry, proof: readonly Hash[], version: LeafVersion): boolean {
  return StandardMerkleTree.verify(root, [...RECEIPT_LEAF_TYPES[version]], leafTexts(entry, version), [...proof])
}

/** OpenZeppelin's tree over the same receipts. */
export function standardTree(entries: readonly ReceiptEntry[], version: LeafVersion): StandardMerkleTree<string[]> {
  return StandardMerkleTree.of(
    entries.map((entry) => leafTexts(entry, version)),
    [...RECEIPT_LEAF_TYPES[version]],
  )
}

// The package takes numbers as text.
function leafTexts(entry: ReceiptEntry, version: LeafVersion): string[] {
  const texts = receiptLeaf(entry).map((value) => String(value))
  const explanation = explanationOf(entry, version)
  return explanation === null ? texts : [...texts, keccak256(stringToBytes(explanation))]
}
