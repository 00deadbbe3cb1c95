import { bytesToHex, type Hash, hexToBytes, stringToBytes } from 'viem'

import { type ReceiptEntry, receiptLeaf } from '../domain/receipts.ts'
import { keccak } from './keccak.ts'
import { packWords } from './pack-words.ts'
import { buildStandardTree } from './standard-tree.ts'

/** The tree over a batch's receipts. */
export interface ReceiptsTree {
  root: Hash
  /** What proves an entry against the root. */
  proofOf(entryNumber: bigint): Hash[]
}

const ORDER_TAG = keccak(stringToBytes('Entente order commitment, version 1'))

/**
 * What stands for an order on chain and in receipts: nobody who lacks the salt can test a guess of the order reference.
 */
export function commitToOrder(order: { partnerId: number; orderRef: string; salt: string }): Hash {
  const hashedRef = keccak(stringToBytes(order.orderRef))
  return bytesToHex(keccak(packWords([ORDER_TAG, order.partnerId, hashedRef, hexToBytes(order.salt as Hash)])))
}

/** Builds the tree over the receipts of a batch's entries. */
export function buildReceiptsTree(entries: readonly ReceiptEntry[]): ReceiptsTree {
  const tree = buildStandardTree(entries.map((entry) => ({ name: entry.entryNumber, leaf: encodeLeaf(entry) })))
  return {
    root: tree.root,
    proofOf(entryNumber) {
      const proof = tree.proofOf(entryNumber)
      if (proof === null) throw new Error(`Entry ${entryNumber} is not in this batch.`)
      return proof
    },
  }
}

function encodeLeaf(entry: ReceiptEntry): Uint8Array {
  const [entryNumber, orderCommitment, partnerId, account, points, kind] = receiptLeaf(entry)
  return packWords([
    entryNumber,
    hexToBytes(orderCommitment as Hash),
    partnerId,
    hexToBytes(account as Hash),
    points,
    kind,
  ])
}
