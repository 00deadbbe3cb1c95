import { bytesToHex, type Hash, hexToBytes, stringToBytes } from 'viem'

import { explanationOf, type LeafVersion, type ReceiptEntry, receiptLeaf } from '../domain/receipts.ts'
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

/** The name of a text: of a rule's document, of an explanation. */
export function hashText(text: string): Hash {
  return bytesToHex(keccak(stringToBytes(text)))
}

/** Builds the tree over the receipts of a batch's entries, whose leaves are of a version. */
export function buildReceiptsTree(entries: readonly ReceiptEntry[], version: LeafVersion): ReceiptsTree {
  const hashes = new Map<string, Uint8Array>()
  const tree = buildStandardTree(
    entries.map((entry) => ({ name: entry.entryNumber, leaf: encodeLeaf(entry, version, hashes) })),
  )
  return {
    root: tree.root,
    proofOf(entryNumber) {
      const proof = tree.proofOf(entryNumber)
      if (proof === null) throw new Error(`Entry ${entryNumber} is not in this batch.`)
      return proof
    },
  }
}

/** What proves one entry of a batch: its path to the root, and the leaf's seventh word where it has one. */
export function proveReceipt(entries: readonly ReceiptEntry[], entryNumber: bigint, version: LeafVersion) {
  const tree = buildReceiptsTree(entries, version)
  const proof = tree.proofOf(entryNumber)
  const entry = entries.find((one) => one.entryNumber === entryNumber)
  const explanation = entry === undefined ? null : explanationOf(entry, version)
  return { root: tree.root, proof, explanationHash: explanation === null ? null : hashText(explanation) }
}

/** `hashes` remembers those of explanations: in a batch many are alike. */
function encodeLeaf(entry: ReceiptEntry, version: LeafVersion, hashes: Map<string, Uint8Array>): Uint8Array {
  const [entryNumber, orderCommitment, partnerId, account, points, kind] = receiptLeaf(entry)
  const explanation = explanationOf(entry, version)
  const words = [
    entryNumber,
    hexToBytes(orderCommitment as Hash),
    partnerId,
    hexToBytes(account as Hash),
    points,
    kind,
  ] as const
  if (explanation === null) return packWords(words)
  const hash = hashes.get(explanation) ?? keccak(stringToBytes(explanation))
  hashes.set(explanation, hash)
  return packWords([...words, hash])
}
