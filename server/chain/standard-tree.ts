import { bytesToHex, type Hash } from 'viem'

import { assert } from '../domain/assert.ts'
import { keccak } from './keccak.ts'

/** A tree over leaves, by their names. */
export interface StandardTree<Name> {
  root: Hash
  /** What proves a leaf against the root; null for a name that has none. */
  proofOf(name: Name): Hash[] | null
}

/**
 * Builds OpenZeppelin's StandardMerkleTree over encoded leaves: they are hashed twice and sorted, a node is the
 * hash of its children, the smaller one first, and the nodes lie in one array as a binary heap (@openzeppelin/merkle-tree 1.0, format
 * "standard-v1"). Not built with that package, because it makes an error object for every value that it encodes.
 */
export function buildStandardTree<Name>(
  encoded: readonly { readonly name: Name; readonly leaf: Uint8Array }[],
): StandardTree<Name> {
  assert(encoded.length > 0, 'a tree has leaves')
  const leaves = encoded
    .map(({ name, leaf }) => ({ name, hash: keccak(keccak(leaf)) }))
    .sort((a, b) => Buffer.compare(a.hash, b.hash))
  const last = 2 * leaves.length - 2
  const nodes = new Array<Uint8Array>(last + 1)
  leaves.forEach(({ hash }, at) => (nodes[last - at] = hash))
  for (let at = last - leaves.length; at >= 0; at--)
    nodes[at] = hashPair(nodeAt(nodes, 2 * at + 1), nodeAt(nodes, 2 * at + 2))
  const places = new Map(leaves.map(({ name }, at) => [name, last - at]))
  return {
    root: bytesToHex(nodeAt(nodes, 0)),
    proofOf(name) {
      const place = places.get(name)
      return place === undefined ? null : pathOf(nodes, place)
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

function hashPair(a: Uint8Array, b: Uint8Array): Uint8Array {
  return keccak(Buffer.compare(a, b) < 0 ? Buffer.concat([a, b]) : Buffer.concat([b, a]))
}
