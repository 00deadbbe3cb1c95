import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { expect } from 'chai'

import { noteSigner, sha256, verifyNote } from '../../../../server/chain/note-signer.ts'
import {
  hashLeaf,
  proveConsistency,
  treeRoot,
  verifyConsistency,
} from '../../../../server/domain/archive/merkle-tree.ts'
import {
  formatKey,
  formatNote,
  parseKey,
  parseNote,
  parseTreeHead,
  SIGNATURE_TYPES,
  treeHeadText,
} from '../../../../server/domain/archive/signed-note.ts'
import { parseTilePath } from '../../../../server/domain/archive/tile-path.ts'
import { fromBase64 } from '../../../../server/domain/archive/base64.ts'

const FOLDER = new URL('trillian-tessera/', import.meta.url)
const read = (name: string) => readFileSync(fileURLToPath(new URL(name, FOLDER)))
/** Both are in the sources of Tessera: with the second, its tests sign. */
const LOG_KEY = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx'
const PRIVATE_KEY = 'AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg'
const ENTRIES = 15

const key = parseKey(sha256, LOG_KEY)!

/** Entries of a bundle: each behind its length in two bytes. */
function readBundle(bytes: Buffer): Buffer[] {
  const entries: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt16BE(at)
    entries.push(bytes.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  return entries
}

const hashesOf = (tile: Buffer) =>
  Array.from({ length: tile.length / 32 }, (_, at) => tile.subarray(32 * at, 32 * (at + 1)))
const checkpoint = (size: number) => parseNote(read(`checkpoint.${String(size)}`).toString())!
const headOf = (size: number) => parseTreeHead(checkpoint(size).text)!

describe('a log that Tessera wrote', () => {
  const leaves = hashesOf(read(`tile/0/000.p/${String(ENTRIES)}`))
  const reader = {
    hash: sha256,
    readTile: async (_level: number, _index: bigint, width: number) => leaves.slice(0, width),
  }

  it('has entries that hash to its tile, as ours would', () => {
    for (const width of [1, 5, 10, 15]) {
      const entries = readBundle(read(`tile/entries/000.p/${String(width)}`))
      const tile = hashesOf(read(`tile/0/000.p/${String(width)}`))
      expect(entries.map((entry) => Buffer.from(hashLeaf(sha256, entry)).toString('hex'))).to.deep.equal(
        tile.map((hash) => hash.toString('hex')),
      )
      expect(parseTilePath(`tile/0/000.p/${String(width)}`)).to.deep.equal({ kind: 0, index: 0n, width })
    }
  })

  it('has checkpoints with the roots that we compute, signed by its key', async () => {
    for (let size = 0; size <= ENTRIES; size++) {
      const { text, signatures } = checkpoint(size)
      expect(verifyNote(key, text, signatures), `checkpoint ${String(size)}`).to.equal(true)
      const head = headOf(size)
      expect(head.size).to.equal(BigInt(size))
      expect(Buffer.from(await treeRoot(reader, BigInt(size)))).to.deep.equal(Buffer.from(head.root))
      expect(treeHeadText(head)).to.equal(text)
    }
  })

  it('signs the same bytes as ours with the same key', () => {
    const seed = fromBase64(PRIVATE_KEY)!.slice(1)
    const signer = noteSigner(seed, { name: key.name, type: SIGNATURE_TYPES.log })
    expect(formatKey(sha256, signer.key)).to.equal(LOG_KEY)
    for (let size = 0; size <= ENTRIES; size++) {
      const { text } = checkpoint(size)
      expect(formatNote(text, [signer.signNote(text, 0n)])).to.equal(read(`checkpoint.${String(size)}`).toString())
    }
  })

  it('grew from each checkpoint to each later one, by our proofs', async () => {
    for (let size = 0; size <= ENTRIES; size++) {
      for (let oldSize = 0; oldSize <= size; oldSize++) {
        const proof = await proveConsistency(reader, BigInt(oldSize), BigInt(size))
        const claim = {
          oldSize: BigInt(oldSize),
          oldRoot: headOf(oldSize).root,
          size: BigInt(size),
          root: headOf(size).root,
          proof,
        }
        expect(verifyConsistency(sha256, claim), `${String(oldSize)} to ${String(size)}`).to.equal(true)
        if (oldSize === 0 || oldSize === size) continue
        const other = headOf(oldSize === 1 ? 2 : oldSize - 1).root
        expect(verifyConsistency(sha256, { ...claim, oldRoot: other })).to.equal(false)
      }
    }
  })
})
