import { createHash } from 'node:crypto'

/** Hashes that a tile of a log has at most, by C2SP tlog-tiles. */
const TILE_WIDTH = 256

/** SHA-256 over parts, one behind the other. */
export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** The hash of a leaf by RFC 6962, section 2.1. */
export function leafHash(data: Uint8Array): Buffer {
  return sha256(Buffer.of(0), data)
}

const nodeHash = (left: Uint8Array, right: Uint8Array) => sha256(Buffer.of(1), left, right)

/**
 * The roots over the first so many leaves, for each size that is asked and reached, in one pass: of what came before, only the roots of
 * whole subtrees are kept, the largest first.
 */
export function rootsAt(leaves: Iterable<Uint8Array>, sizes: Iterable<number>): Map<number, Buffer> {
  const asked = new Set(sizes)
  const roots = new Map<number, Buffer>()
  const subtrees: { readonly size: number; readonly root: Uint8Array }[] = []
  let size = 0
  if (asked.has(0)) roots.set(0, sha256())
  for (const leaf of leaves) {
    size += 1
    let [own, root]: [number, Uint8Array] = [1, leaf]
    for (let before = subtrees.at(-1); before?.size === own; before = subtrees.at(-1)) {
      subtrees.pop()
      root = nodeHash(before.root, root)
      own *= 2
    }
    subtrees.push({ size: own, root })
    if (asked.has(size)) roots.set(size, fold(subtrees.map((subtree) => subtree.root)))
  }
  return roots
}

/** The root over whole subtrees, from the smallest on the right. */
function fold(roots: readonly Uint8Array[]): Buffer {
  return Buffer.from(roots.reduceRight((right, left) => nodeHash(left, right)))
}

/** Every tile of hashes of a log, level by level, by its path below the log's prefix. */
export function* tilesOf(leaves: readonly Uint8Array[]): Generator<{ readonly path: string; readonly bytes: Buffer }> {
  let hashes = leaves
  for (let level = 0; hashes.length > 0; level += 1) {
    const above: Buffer[] = []
    for (let at = 0; at < hashes.length; at += TILE_WIDTH) {
      const row = hashes.slice(at, at + TILE_WIDTH)
      const root = rootsAt(row, [TILE_WIDTH]).get(TILE_WIDTH)
      if (root !== undefined) above.push(root)
      yield { path: tilePath(level, at / TILE_WIDTH, row.length), bytes: Buffer.concat(row) }
    }
    hashes = above
  }
}

/** `tile/0/x001/x234/067.p/12`: the number in groups of three digits, and the width where it is not full. */
export function tilePath(level: number, index: number, width: number): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? []
  const number = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${number}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}
