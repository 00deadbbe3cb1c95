import { assert } from '../assert.ts'

/** SHA-256, handed in: this folder imports nothing. */
export type Hasher = (bytes: Uint8Array) => Uint8Array

/** Hashes that one tile of a log has at most: docs/archive.md. */
export const TILE_WIDTH = 256
const TILE_HEIGHT = 8

/** Reads the first `width` hashes of a tile. */
export type ReadTile = (level: number, index: bigint, width: number) => Promise<readonly Uint8Array[]>

/** What trees are read with. */
export interface TreeReader {
  readonly hash: Hasher
  readonly readTile: ReadTile
}

/** The hash of a leaf by RFC 6962, section 2.1. */
export function hashLeaf(hash: Hasher, data: Uint8Array): Uint8Array {
  return hash(joinBytes([Uint8Array.of(0), data]))
}

function hashNode(hash: Hasher, left: Uint8Array, right: Uint8Array): Uint8Array {
  return hash(joinBytes([Uint8Array.of(1), left, right]))
}

/** Bytes one behind the other. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** The root over hashes of leaves by RFC 6962, section 2.1. */
export function rootOf(hash: Hasher, leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves
  if (only === undefined) return hash(new Uint8Array())
  if (leaves.length === 1) return only
  const split = Number(splitOf(BigInt(leaves.length)))
  return hashNode(hash, rootOf(hash, leaves.slice(0, split)), rootOf(hash, leaves.slice(split)))
}

/** The largest power of two that is smaller than a size of two or more. */
function splitOf(size: bigint): bigint {
  let power = 1n
  while (power * 2n < size) power *= 2n
  return power
}

/** The root of the tree of the first `size` leaves. */
export function treeRoot(reader: TreeReader, size: bigint): Promise<Uint8Array> {
  return size === 0n ? Promise.resolve(reader.hash(new Uint8Array())) : rangeRoot(reader, 0n, size)
}

/** The root over the leaves from `from` to before `until`, of which `from` begins a whole subtree. */
async function rangeRoot(reader: TreeReader, from: bigint, until: bigint): Promise<Uint8Array> {
  const count = until - from
  assert(count > 0n, 'a range has leaves')
  const split = count === 1n ? 1n : splitOf(count)
  if (count === 1n || split * 2n === count) return subtreeRoot(reader, from, count)
  const [left, right] = [await rangeRoot(reader, from, from + split), await rangeRoot(reader, from + split, until)]
  return hashNode(reader.hash, left, right)
}

/** A whole subtree's root: of the part of one tile that has its hashes. */
async function subtreeRoot({ hash, readTile }: TreeReader, from: bigint, count: bigint): Promise<Uint8Array> {
  let level = 0
  let [first, width] = [from, count]
  for (; width >= BigInt(TILE_WIDTH); level += 1) {
    first /= BigInt(TILE_WIDTH)
    width /= BigInt(TILE_WIDTH)
  }
  const at = Number(first % BigInt(TILE_WIDTH))
  const end = at + Number(width)
  const hashes = await readTile(level, first / BigInt(TILE_WIDTH), end)
  assert(hashes.length === end, 'a tile has the hashes that its tree needs')
  return rootOf(hash, hashes.slice(at, end))
}

/** Proves that leaf `index` is in the tree of `size` leaves: RFC 6962, section 2.1.1. */
export async function proveInclusion(reader: TreeReader, index: bigint, size: bigint): Promise<Uint8Array[]> {
  assert(index >= 0n && index < size, 'only a leaf of the tree is in it')
  const path = async (from: bigint, until: bigint): Promise<Uint8Array[]> => {
    if (until - from === 1n) return []
    const middle = from + splitOf(until - from)
    if (index < middle) return [...(await path(from, middle)), await rangeRoot(reader, middle, until)]
    return [...(await path(middle, until)), await rangeRoot(reader, from, middle)]
  }
  return path(0n, size)
}

/** Proves that the tree of `size` leaves begins with that of `oldSize` leaves: RFC 6962, section 2.1.2. */
export async function proveConsistency(reader: TreeReader, oldSize: bigint, size: bigint): Promise<Uint8Array[]> {
  assert(oldSize <= size, 'a log only grows')
  if (oldSize === 0n) return []
  const subproof = async (from: bigint, until: bigint, isWhole: boolean): Promise<Uint8Array[]> => {
    if (until === oldSize) return isWhole ? [] : [await rangeRoot(reader, from, until)]
    const middle = from + splitOf(until - from)
    if (oldSize <= middle) return [...(await subproof(from, middle, isWhole)), await rangeRoot(reader, middle, until)]
    return [...(await subproof(middle, until, false)), await rangeRoot(reader, from, middle)]
  }
  return subproof(0n, size, true)
}

/** How a proof leads from a leaf to a root, by RFC 9162, section 2.1.3.2. */
export interface InclusionClaim {
  readonly index: bigint
  readonly size: bigint
  readonly leafHash: Uint8Array
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Whether a leaf is where the claim says, in the tree with this root. */
export function verifyInclusion(hash: Hasher, { index, size, leafHash, root, proof }: InclusionClaim): boolean {
  if (index < 0n || index >= size) return false
  let [at, last, node] = [index, size - 1n, leafHash]
  for (const sibling of proof) {
    if (last === 0n) return false
    if (isOdd(at) || at === last) {
      node = hashNode(hash, sibling, node)
      while (!isOdd(at) && at !== 0n) [at, last] = [at >> 1n, last >> 1n]
    } else {
      node = hashNode(hash, node, sibling)
    }
    ;[at, last] = [at >> 1n, last >> 1n]
  }
  return last === 0n && isSameBytes(node, root)
}

/** That a tree begins with an older one. */
export interface ConsistencyClaim {
  readonly oldSize: bigint
  readonly oldRoot: Uint8Array
  readonly size: bigint
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Whether the newer tree only added to the older one: RFC 9162, section 2.1.4.2. Anything grows out of the empty tree. */
export function verifyConsistency(hash: Hasher, claim: ConsistencyClaim): boolean {
  const { oldSize, oldRoot, size, root, proof } = claim
  if (oldSize < 0n || oldSize > size) return false
  if (oldSize === 0n) return proof.length === 0 && isSameBytes(oldRoot, hash(new Uint8Array()))
  if (oldSize === size) return proof.length === 0 && isSameBytes(oldRoot, root)
  // The root of a whole subtree is not in the proof: whoever asks has it.
  const isWhole = (oldSize & (oldSize - 1n)) === 0n
  const [start, ...rest] = isWhole ? [oldRoot, ...proof] : proof
  if (start === undefined || proof.length === 0) return false
  let [at, last] = [oldSize - 1n, size - 1n]
  while (isOdd(at)) [at, last] = [at >> 1n, last >> 1n]
  let [older, newer] = [start, start]
  for (const sibling of rest) {
    if (last === 0n) return false
    if (isOdd(at) || at === last) {
      ;[older, newer] = [hashNode(hash, sibling, older), hashNode(hash, sibling, newer)]
      while (!isOdd(at) && at !== 0n) [at, last] = [at >> 1n, last >> 1n]
    } else {
      newer = hashNode(hash, newer, sibling)
    }
    ;[at, last] = [at >> 1n, last >> 1n]
  }
  return last === 0n && isSameBytes(older, oldRoot) && isSameBytes(newer, root)
}

/** Hashes that appending leaf `index` completes: one a tile level, from level 1 up, where the leaf ends a full tile. */
export function completedTiles(index: bigint): { level: number; index: bigint }[] {
  const completed: { level: number; index: bigint }[] = []
  let end = index + 1n
  for (let level = 1; end % BigInt(TILE_WIDTH) === 0n; level += 1) {
    end /= BigInt(TILE_WIDTH)
    completed.push({ level, index: end - 1n })
  }
  return completed
}

/** How many hashes tile `index` of a level has in the tree of `size` leaves. */
export function tileWidth(level: number, index: bigint, size: bigint): number {
  const hashes = (size >> BigInt(TILE_HEIGHT * level)) - index * BigInt(TILE_WIDTH)
  if (hashes <= 0n) return 0
  return hashes < BigInt(TILE_WIDTH) ? Number(hashes) : TILE_WIDTH
}

/** Whether two byte strings are the same. None of them is a secret. */
export function isSameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}

const isOdd = (value: bigint) => (value & 1n) === 1n
