import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { encodeAbiParameters, type Hash, keccak256, stringToBytes } from 'viem'

import { RECEIPT_LEAF_TYPES, type ReceiptEntry, receiptLeaf } from '../domain/receipts.ts'

/** The tree over a batch's receipts. */
export interface ReceiptsTree {
  root: Hash
  /** What proves an entry against the root. */
  proofOf(entryNumber: bigint): Hash[]
}

const ORDER_TAG = keccak256(stringToBytes('Entente order commitment, version 1'))

/**
 * What stands for an order on chain and in receipts: nobody who lacks the salt can test a guess of the order reference.
 */
export function commitToOrder(order: { partnerId: number; orderRef: string; salt: string }): Hash {
  return keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'uint32' }, { type: 'bytes32' }, { type: 'bytes32' }],
      [ORDER_TAG, order.partnerId, keccak256(stringToBytes(order.orderRef)), order.salt as Hash],
    ),
  )
}

/** Builds the OpenZeppelin StandardMerkleTree over the receipts of a batch's entries, in the order of their numbers. */
export function buildReceiptsTree(entries: readonly ReceiptEntry[]): ReceiptsTree {
  const leaves = entries.map((entry) => leafOf(entry))
  const tree = StandardMerkleTree.of(leaves, [...RECEIPT_LEAF_TYPES])
  const indexes = new Map(entries.map((entry, index) => [entry.entryNumber, index]))
  return {
    root: tree.root as Hash,
    proofOf(entryNumber) {
      const index = indexes.get(entryNumber)
      if (index === undefined) throw new Error(`Entry ${entryNumber} is not in this batch.`)
      return tree.getProof(index) as Hash[]
    },
  }
}

/** Whether a receipt's proof leads from its leaf to a batch's root. */
export function verifyReceipt(root: Hash, entry: ReceiptEntry, proof: readonly Hash[]): boolean {
  return StandardMerkleTree.verify(root, [...RECEIPT_LEAF_TYPES], leafOf(entry), [...proof])
}

// The tree's encoder takes numbers as text.
function leafOf(entry: ReceiptEntry): string[] {
  return receiptLeaf(entry).map((value) => String(value))
}
