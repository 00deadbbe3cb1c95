import { expect } from 'chai'
import fc from 'fast-check'

import { sha256 } from '../../../../server/chain/note-signer.ts'
import {
  completedTiles,
  hashLeaf,
  joinBytes,
  proveConsistency,
  proveInclusion,
  rootOf,
  TILE_WIDTH,
  tileWidth,
  type TreeReader,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from '../../../../server/domain/archive/merkle-tree.ts'
import { parseTilePath, tilePath } from '../../../../server/domain/archive/tile-path.ts'

const LEAVES_MAX = 70_000
const leaves = Array.from({ length: LEAVES_MAX }, (_, at) => hashLeaf(sha256, Buffer.from(`leaf ${String(at)}`)))

/** Tiles as a log keeps them: each hash above level 0 is the root over a full tile below. */
function readerOf(all: readonly Uint8Array[]): TreeReader {
  const tiles = new Map<string, Uint8Array>()
  const hashAt = (level: number, index: number): Uint8Array => {
    if (level === 0) return all[index]!
    const name = `${String(level)}/${String(index)}`
    const from = index * TILE_WIDTH
    const kept =
      tiles.get(name) ??
      rootOf(
        sha256,
        Array.from({ length: TILE_WIDTH }, (_, at) => hashAt(level - 1, from + at)),
      )
    tiles.set(name, kept)
    return kept
  }
  return {
    hash: sha256,
    readTile: async (level, index, width) =>
      Array.from({ length: width }, (_, at) => hashAt(level, Number(index) * TILE_WIDTH + at)),
  }
}

const reader = readerOf(leaves)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('the tree of a log', function () {
  this.timeout(60_000)

  it('has the same root from tiles as from all leaves, at every size around a tile', async () => {
    for (const size of [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, LEAVES_MAX]) {
      const root = await treeRoot(reader, BigInt(size))
      expect(hex(root), String(size)).to.equal(hex(rootOf(sha256, leaves.slice(0, size))))
    }
  })

  it('proves every leaf, and no other in its place', async () => {
    const sizes = fc.integer({ min: 1, max: 3_000 })
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async (count, pick) => {
        const [size, index] = [BigInt(count), BigInt(pick % count)]
        const proof = await proveInclusion(reader, index, size)
        const root = await treeRoot(reader, size)
        const claim = { index, size, leafHash: leaves[Number(index)]!, root, proof }
        expect(verifyInclusion(sha256, claim)).to.equal(true)
        expect(verifyInclusion(sha256, { ...claim, leafHash: leaves[count]! })).to.equal(false)
        expect(verifyInclusion(sha256, { ...claim, index: size })).to.equal(false)
        expect(verifyInclusion(sha256, { ...claim, proof: [...proof, root] })).to.equal(false)
        if (count > 1) {
          expect(verifyInclusion(sha256, { ...claim, proof: proof.slice(1) })).to.equal(false)
          expect(verifyInclusion(sha256, { ...claim, index: (index + 1n) % size })).to.equal(false)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('proves that it grew, and not that a fork did', async () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 3_000 }), fc.nat({ max: 1_000 }))
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async ([old, more], pick) => {
        const [oldSize, size] = [BigInt(old), BigInt(old + more)]
        const proof = await proveConsistency(reader, oldSize, size)
        const [oldRoot, root] = [await treeRoot(reader, oldSize), await treeRoot(reader, size)]
        const claim = { oldSize, oldRoot, size, root, proof }
        expect(verifyConsistency(sha256, claim)).to.equal(true)
        // One old leaf is another: neither root leads to the other any more, whichever side proves it.
        const forked = leaves.slice(0, old + more).with(pick % old, leaves.at(-1)!)
        const fork = readerOf(forked)
        const forkRoot = await treeRoot(fork, size)
        const forkProof = await proveConsistency(fork, oldSize, size)
        expect(verifyConsistency(sha256, { ...claim, root: forkRoot })).to.equal(false)
        expect(verifyConsistency(sha256, { ...claim, root: forkRoot, proof: forkProof })).to.equal(false)
        if (more > 0) expect(verifyConsistency(sha256, { ...claim, proof: proof.slice(1) })).to.equal(false)
        expect(verifyConsistency(sha256, { ...claim, proof: [...proof, root] })).to.equal(false)
        expect(verifyConsistency(sha256, { ...claim, oldSize: size + 1n })).to.equal(false)
      }),
      { numRuns: 60 },
    )
  })

  it('grows out of the empty tree without a proof, and out of nothing else', async () => {
    const claim = { oldSize: 0n, oldRoot: sha256(new Uint8Array()), size: 3n, root: await treeRoot(reader, 3n) }
    expect(verifyConsistency(sha256, { ...claim, proof: [] })).to.equal(true)
    expect(verifyConsistency(sha256, { ...claim, proof: [leaves[0]!] })).to.equal(false)
    expect(verifyConsistency(sha256, { ...claim, oldRoot: leaves[0]!, proof: [] })).to.equal(false)
  })

  it('completes a hash of the level above with the last leaf of a tile', () => {
    expect(completedTiles(254n)).to.deep.equal([])
    expect(completedTiles(255n)).to.deep.equal([{ level: 1, index: 0n }])
    expect(completedTiles(511n)).to.deep.equal([{ level: 1, index: 1n }])
    expect(completedTiles(65_535n)).to.deep.equal([
      { level: 1, index: 255n },
      { level: 2, index: 0n },
    ])
  })

  it('has the tiles of the example in tlog-tiles', () => {
    const size = 70_000n
    expect(tileWidth(0, 272n, size)).to.equal(256)
    expect(tileWidth(0, 273n, size)).to.equal(112)
    expect(tileWidth(0, 274n, size)).to.equal(0)
    expect([tileWidth(1, 0n, size), tileWidth(1, 1n, size)]).to.deep.equal([256, 17])
    expect(tileWidth(2, 0n, size)).to.equal(1)
    expect([tileWidth(1, 0n, 256n), tileWidth(0, 0n, 256n)]).to.deep.equal([1, 256])
    expect(hex(joinBytes([Uint8Array.of(1), Uint8Array.of(2, 3)]))).to.equal('010203')
  })
})

describe('the path of a tile', () => {
  it('is written as tlog-tiles says, and read again', () => {
    expect(tilePath({ kind: 0, index: 1_234_067n, width: 256 })).to.equal('tile/0/x001/x234/067')
    expect(tilePath({ kind: 'entries', index: 273n, width: 112 })).to.equal('tile/entries/273.p/112')
    fc.assert(
      fc.property(
        fc.oneof(fc.constant('entries' as const), fc.nat({ max: 63 })),
        fc.bigInt({ min: 0n, max: 10n ** 18n }),
        fc.integer({ min: 1, max: 256 }),
        (kind, index, width) => {
          const name = { kind, index, width }
          expect(parseTilePath(tilePath(name))).to.deep.equal(name)
        },
      ),
    )
  })

  for (const path of [
    'tile/00/000',
    'tile/64/000',
    'tile/0/1',
    'tile/0/001/067',
    'tile/0/x000/067',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/../000',
    '/tile/0/000',
    'tile/data/000',
  ])
    it(`is not ${path}`, () => {
      expect(parseTilePath(path)).to.equal(null)
    })
})
