import canonicalize from 'canonicalize'
import { concat, encodeAbiParameters, type Hex, keccak256, parseAbiParameters, stringToBytes } from 'viem'

import { ENTRY_KINDS, type ReceiptsEntry, type ReceiptsFile } from './receipts-file.ts'

const LEAF = parseAbiParameters('uint256, bytes32, uint32, address, int256, uint8')
const EXPLAINED_LEAF = parseAbiParameters('uint256, bytes32, uint32, address, int256, uint8, bytes32')

/**
 * The root of the OpenZeppelin StandardMerkleTree over a file's receipts: leaves are hashed twice and sorted, and lie with the nodes in
 * one array as a binary heap, the last leaf first.
 */
export function receiptsRoot({ header, entries }: ReceiptsFile): Hex {
  const leaves = entries.map((entry) => keccak256(keccak256(encodeLeaf(entry, header)))).sort()
  const nodes = [...Array.from({ length: leaves.length - 1 }, (): Hex => '0x'), ...leaves.toReversed()]
  for (let at = leaves.length - 2; at >= 0; at -= 1) nodes[at] = hashPair(nodes[2 * at + 1], nodes[2 * at + 2])
  return nodes[0] ?? '0x'
}

function hashPair(a: Hex = '0x', b: Hex = '0x'): Hex {
  return keccak256(concat(a < b ? [a, b] : [b, a]))
}

function encodeLeaf(entry: ReceiptsEntry, { partnerId, leafVersion }: ReceiptsFile['header']): Hex {
  const words = [
    BigInt(entry.entry),
    entry.order as Hex,
    partnerId,
    entry.account as Hex,
    BigInt(entry.points),
    ENTRY_KINDS[entry.kind],
  ] as const
  if (leafVersion === 1) return encodeAbiParameters(LEAF, words)
  return encodeAbiParameters(EXPLAINED_LEAF, [
    ...words,
    keccak256(stringToBytes(canonicalize(entry.explanation) ?? '')),
  ])
}
