import { bytesToHex, type Hash, hexToBytes, stringToBytes } from 'viem'

import { assert } from '../domain/assert.ts'
import { type ReceiptEntry, receiptLeaf } from '../domain/receipts.ts'
import { keccak } from './keccak.ts'
import { packWords } from './pack-words.ts'

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

/**
 * Builds OpenZeppelin's StandardMerkleTree over the receipts of a batch's entries: leaves are hashed twice and sorted, a node is the
 * hash of its children, the smaller one first, and the nodes lie in one array as a binary heap (@openzeppelin/merkle-tree 1.0, format
 * "standard-v1"). Not built with that package, because it makes an error object for every value that it encodes.
 */
export function buildReceiptsTree(entries: readonly ReceiptEntry[]): ReceiptsTree {
  assert(entries.length > 0, 'a batch has entries')
  const leaves = entries
    .map((entry) => ({ entryNumber: entry.entryNumber, hash: hashLeaf(entry) }))
    .sort((a, b) => Buffer.compare(a.hash, b.hash))
  const last = 2 * leaves.length - 2
  const nodes = new Array<Uint8Array>(last + 1)
  leaves.forEach(({ hash }, at) => (nodes[last - at] = hash))
  for (let at = last - leaves.length; at >= 0; at--)
    nodes[at] = hashPair(nodeAt(nodes, 2 * at + 1), nodeAt(nodes, 2 * at + 2))
  const places = new Map(leaves.map(({ entryNumber }, at) => [entryNumber, last - at]))
  return {
    root: bytesToHex(nodeAt(nodes, 0)),
    proofOf(entryNumber) {
      const place = places.get(entryNumber)
      if (place === undefined) throw new Error(`Entry ${entryNumber} is not in this batch.`)
      return pathOf(nodes, place)
    },
  }
}

function nodeAt(nodes: readonly Uint8Array[], at: number): Uint8Array {
  const node = nodes[at]
  assert(node !== undefined, 'a node of the tree has two children, or is a leaf')
  return node
}

/** The sibling of a leaf and of each node above it. */
function pathOf(nodes: readonly Uint8Array[], leaf: number): Hash[] {
  const path: Hash[] = []
  for (let at = leaf; at > 0; at = Math.floor((at - 1) / 2))
    path.push(bytesToHex(nodeAt(nodes, at % 2 === 1 ? at + 1 : at - 1)))
  return path
}

function hashLeaf(entry: ReceiptEntry): Uint8Array {
  const [entryNumber, orderCommitment, partnerId, account, points, kind] = receiptLeaf(entry)
  const words = [entryNumber, hexToBytes(orderCommitment as Hash), partnerId, hexToBytes(account as Hash), points, kind]
  return keccak(keccak(packWords(words)))
}

function hashPair(a: Uint8Array, b: Uint8Array): Uint8Array {
  return keccak(Buffer.compare(a, b) < 0 ? Buffer.concat([a, b]) : Buffer.concat([b, a]))
}
