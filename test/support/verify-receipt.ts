import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import type { Hash } from 'viem'

import { RECEIPT_LEAF_TYPES, type ReceiptEntry, receiptLeaf } from '../../server/domain/receipts.ts'

/** Whether OpenZeppelin's own package finds that a receipt's proof leads from its leaf to a batch's root. */
export function verifyReceipt(root: Hash, entry: ReceiptEntry, proof: readonly Hash[]): boolean {
  return StandardMerkleTree.verify(root, [...RECEIPT_LEAF_TYPES], leafTexts(entry), [...proof])
}

/** OpenZeppelin's tree over the same receipts. */
export function standardTree(entries: readonly ReceiptEntry[]): StandardMerkleTree<string[]> {
  return StandardMerkleTree.of(entries.map(leafTexts), [...RECEIPT_LEAF_TYPES])
}

// The package takes numbers as text.
function leafTexts(entry: ReceiptEntry): string[] {
  return receiptLeaf(entry).map((value) => String(value))
}
