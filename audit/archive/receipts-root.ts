import canonicalize from 'canonicalize'
import type { Hex } from 'viem'

import { keccak } from '../keccak.ts'
import { ENTRY_KINDS, type ReceiptsEntry, type ReceiptsFile } from './receipts-file.ts'

const WORD_BYTES = 32
/** Words of a leaf by the version of its batch: the seventh is the hash of the explanation. */
const LEAF_WORDS = { 1: 6, 2: 7 } as const

/**
 * The root of the OpenZeppelin StandardMerkleTree over a file's receipts: leaves are hashed twice and sorted, and lie with the nodes in
 * one array as a binary heap, the last leaf first.
 */
export function receiptsRoot({ header, entries }: ReceiptsFile): Hex {
  // Many purchases of a batch are explained alike.
  const explained = new Map<string, Buffer>()
  const leaves = entries.map((entry) => keccak(keccak(encodeLeaf(entry, header, explained))))
  leaves.sort((a, b) => a.compare(b))
  const nodes = new Array<Buffer>(Math.max(leaves.length - 1, 0)).concat(leaves.toReversed())
  for (let at = leaves.length - 2; at >= 0; at -= 1) nodes[at] = hashPair(nodes[2 * at + 1], nodes[2 * at + 2])
  return `0x${nodes[0]?.toString('hex') ?? ''}`
}

function hashPair(a: Buffer = Buffer.alloc(0), b: Buffer = Buffer.alloc(0)): Buffer {
  return keccak(Buffer.concat(a.compare(b) < 0 ? [a, b] : [b, a]))
}

/** The leaf as `abi.encode` lays it out: entry, order, partner, account, signed points, kind, hash of the explanation. */
function encodeLeaf(
  entry: ReceiptsEntry,
  { partnerId, leafVersion }: ReceiptsFile['header'],
  explained: Map<string, Buffer>,
): Buffer {
  const words = Buffer.alloc(LEAF_WORDS[leafVersion] * WORD_BYTES)
  putNumber(words, 0, BigInt(entry.entry))
  words.write(entry.order.slice(2), WORD_BYTES, 'hex')
  putNumber(words, 2, BigInt(partnerId))
  words.write(entry.account.slice(2), 4 * WORD_BYTES - 20, 'hex')
  putNumber(words, 4, BigInt.asUintN(256, BigInt(entry.points)))
  putNumber(words, 5, BigInt(ENTRY_KINDS[entry.kind]))
  if (leafVersion === 2) explanationHash(entry.explanation, explained).copy(words, 6 * WORD_BYTES)
  return words
}

function explanationHash(explanation: ReceiptsEntry['explanation'], explained: Map<string, Buffer>): Buffer {
  const text = canonicalize(explanation) ?? ''
  const hash = explained.get(text) ?? keccak(Buffer.from(text))
  explained.set(text, hash)
  return hash
}

function putNumber(words: Buffer, word: number, value: bigint): void {
  let left = value
  for (let end = (word + 1) * WORD_BYTES; left > 0n; end -= 8, left >>= 64n)
    words.writeBigUInt64BE(BigInt.asUintN(64, left), end - 8)
}
