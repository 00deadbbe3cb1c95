import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { expect } from 'chai'

import { leafHash, rootsAt, tilePath, tilesOf } from '../../audit/log/merkle.ts'
import { judgeSignature, readCheckpoint, readKey } from '../../audit/log/signed-note.ts'

/** What Tessera wrote: see the README there. */
const FOLDER = new URL('../server/domain/archive/trillian-tessera/', import.meta.url)
const read = (name: string) => readFileSync(fileURLToPath(new URL(name, FOLDER)))
const LOG_KEY = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx'
const ENTRIES = 15

/** Entries of a bundle: each behind its length in two bytes. */
function* entriesOf(bundle: Buffer): Generator<Buffer> {
  for (let at = 0; at < bundle.length; at += 2 + bundle.readUInt16BE(at))
    yield bundle.subarray(at + 2, at + 2 + bundle.readUInt16BE(at))
}

describe("the audit's reading of a log", function () {
  const leaves = [...entriesOf(read(`tile/entries/000.p/${ENTRIES}`))].map(leafHash)
  const checkpoints = Array.from({ length: ENTRIES + 1 }, (_, size) => readCheckpoint(read(`checkpoint.${size}`))!)

  it('gives the roots of every checkpoint of Tessera', function () {
    const roots = rootsAt(leaves, [...checkpoints.keys()])
    for (const [size, head] of checkpoints.entries()) {
      expect(head.size).to.equal(size)
      expect(roots.get(size)!.equals(head.root), `${size} entries`).to.equal(true)
    }
    expect(rootsAt(leaves, [ENTRIES + 1]).size).to.equal(0)
  })

  it('gives the tiles of Tessera', function () {
    for (const width of [1, 5, 10, 15]) {
      const tiles = [...tilesOf(leaves.slice(0, width))]
      expect(tiles.map(({ path }) => path)).to.deep.equal([`tile/0/000.p/${width}`])
      expect(tiles[0]!.bytes.equals(read(`tile/0/000.p/${width}`))).to.equal(true)
    }
  })

  it('verifies the signatures of Tessera, and no others', function () {
    const key = readKey(LOG_KEY)!
    for (const head of checkpoints) {
      expect(judgeSignature(head, key)).to.equal('valid')
      expect(judgeSignature({ ...head, text: head.text.replace('\n', '.\n') }, key)).to.equal('invalid')
      expect(judgeSignature({ ...head, signatures: [] }, key)).to.equal('missing')
    }
  })

  it('names tiles by levels and groups of three digits, the full ones without a width', function () {
    const many = Array.from({ length: 256 * 257 + 3 }, () => leafHash(Buffer.of()))
    const paths = [...tilesOf(many)].map(({ path }) => path)
    expect(paths).to.include.members(['tile/0/000', 'tile/0/256', 'tile/0/257.p/3', 'tile/1/000', 'tile/1/001.p/1'])
    expect(paths.at(-1)).to.equal('tile/2/000.p/1')
    expect(paths).to.have.length(258 + 2 + 1)
    expect(tilePath(0, 1_234_067, 12)).to.equal('tile/0/x001/x234/067.p/12')
    expect(tilePath(3, 1000, 256)).to.equal('tile/3/x001/000')
  })

  it('reads no key with the id of another, and no checkpoint that is cut off', function () {
    for (const text of [LOG_KEY.replace('33d7', '33d8'), LOG_KEY.replace('+Ae', '+Be'), 'example.com', `${LOG_KEY}A`])
      expect(readKey(text), text).to.equal(null)
    const note = read('checkpoint.5').toString()
    for (const text of [note.slice(0, -1), note.slice(0, 40), '', note.replace('\n5\n', '\n05\n'), `${note}rubbish\n`])
      expect(readCheckpoint(Buffer.from(text)), text).to.equal(null)
  })
})
