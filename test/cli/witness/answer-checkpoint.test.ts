import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { makeWitness, REQUEST_LENGTH_MAX } from '../../../cli/witness/answer-checkpoint.ts'
import { serveWitness } from '../../../cli/witness/serve-witness.ts'
import { openWitnessFolder } from '../../../cli/witness/witness-folder.ts'
import { noteSigner, sha256, verifyNote } from '../../../server/chain/note-signer.ts'
import {
  parseNote,
  parseSignatures,
  parseTimestamped,
  SIGNATURE_TYPES,
} from '../../../server/domain/archive/signed-note.ts'
import { failureOf } from '../../support/failure.ts'
import { forkableLog } from '../../support/forkable-log.ts'

const ORIGIN = 'entente.example/archive'
const NOW = new Date('2026-11-30T10:00:00Z')
const log = forkableLog(ORIGIN, 1)

describe('a witness', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'entente-witness-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  const open = () => {
    const { seed, store } = openWitnessFolder(folder)
    const signer = noteSigner(seed, { name: 'witness.example/w1', type: SIGNATURE_TYPES.cosignature })
    const ask = makeWitness({ signer, logs: new Map([[ORIGIN, log.key]]), store, now: () => NOW })
    return { ask, key: signer.key }
  }
  const grow = async (entries: readonly string[], oldSize: number) => open().ask(await log.request(entries, oldSize))

  it('cosigns a log that only grows, with the time, and remembers it when it is started again', async () => {
    const first = await grow(['a', 'b'], 0)
    expect(first.status).to.equal(200)
    const { text } = parseNote(log.checkpoint(['a', 'b']))!
    const [line, ...more] = parseSignatures(first.text)!
    expect(more).to.deep.equal([])
    expect(verifyNote(open().key, text, [line!])).to.equal(true)
    expect(verifyNote(open().key, parseNote(log.checkpoint(['a', 'c']))!.text, [line!])).to.equal(false)
    expect(parseTimestamped(line!.signature)!.timeSeconds).to.equal(BigInt(NOW.getTime() / 1_000))
    expect((await grow(['a', 'b', 'c', 'd', 'e'], 2)).status).to.equal(200)
    expect((await grow(['a', 'b', 'c', 'd', 'e'], 5)).status).to.equal(200)
  })

  it('refuses a fork: no proof leads to it, and it keeps the evidence of two roots at one size', async () => {
    await grow(['a', 'b', 'c'], 0)
    expect((await grow(['a', 'x', 'c', 'd'], 3)).status).to.equal(422)
    const fork = await grow(['a', 'x', 'c'], 3)
    expect(fork.status).to.equal(409)
    expect(fork.type).to.not.equal('text/x.tlog.size')
    const [evidence, ...more] = readdirSync(join(folder, 'forks'))
    expect(more).to.deep.equal([])
    const kept = parseNote(readFileSync(join(folder, 'forks', evidence!), 'utf8'))!
    expect(verifyNote(log.key, kept.text, kept.signatures)).to.equal(true)
    expect((await grow(['a', 'b', 'c', 'd'], 3)).status).to.equal(200)
  })

  it('refuses to go back, and says what it has', async () => {
    await grow(['a', 'b', 'c'], 0)
    for (const [entries, oldSize] of [
      [['a', 'b'], 2],
      [['a', 'b'], 0],
      [['a', 'b', 'c', 'd'], 2],
      [['x'], 1],
    ] as const) {
      expect(await grow(entries, oldSize)).to.deep.equal({ status: 409, type: 'text/x.tlog.size', text: '3\n' })
    }
    expect((await grow(['a', 'b'], 3)).status).to.equal(400)
  })

  it('refuses a proof that is wrong, too long, or there where none may be', async () => {
    const { ask } = open()
    await ask(await log.request(['a', 'b', 'c'], 0))
    const good = await log.request(['a', 'b', 'c', 'd', 'e'], 3)
    const [old, ...proof] = good.slice(0, good.indexOf('\n\n')).split('\n')
    const note = good.slice(good.indexOf('\n\n'))
    const asked = async (lines: readonly string[]) => (await ask([old, ...lines].join('\n') + note)).status
    expect(await asked(proof.slice(1))).to.equal(422)
    expect(await asked(proof.toReversed())).to.equal(422)
    expect(await asked([])).to.equal(422)
    expect(await asked(Array.from({ length: 63 }, () => proof[0]!))).to.equal(422)
    expect(await asked(Array.from({ length: 64 }, () => proof[0]!))).to.equal(400)
    expect(await asked(['AAAA'])).to.equal(400)
    expect(await asked(proof)).to.equal(200)
  })

  it('does not know other logs, and believes no other key', async () => {
    const { ask } = open()
    expect((await ask(await forkableLog('other.example', 1).request(['a'], 0))).status).to.equal(404)
    expect((await ask(await forkableLog(ORIGIN, 2).request(['a'], 0))).status).to.equal(403)
    const good = await log.request(['a'], 0)
    expect((await ask(good.replace('\n1\n', '\n2\n'))).status).to.equal(403)
  })

  for (const body of ['', 'old 0', 'old 00\n\nx\n0\n', 'old -1\n\n', 'new 0\n\n', '\n\n', 'old 0\n\nno checkpoint\n'])
    it(`does not understand ${JSON.stringify(body)}`, async () => {
      expect((await open().ask(body)).status).to.equal(400)
    })

  it('answers one request after the other, so that a late small one does not roll it back', async () => {
    const { ask } = open()
    const sizes = [3, 1, 5, 2]
    const bodies = await Promise.all(sizes.map((size) => log.request(['a', 'b', 'c', 'd', 'e'].slice(0, size), 0)))
    const answers = await Promise.all(bodies.map(ask))
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 409, 409, 409])
    expect(answers[3]!.text).to.equal('3\n')
  })

  it('has its head on disk before it answers, and does not start without its memory', async () => {
    await grow(['a', 'b'], 0)
    const heads = JSON.parse(readFileSync(join(folder, 'heads.json'), 'utf8'))
    expect(heads[ORIGIN].size).to.equal('2')
    writeFileSync(join(folder, 'heads.json'), '{"x":1}')
    expect(await failureOf(Promise.resolve().then(open))).to.have.property('code', 'witness_unreadable')
    rmSync(join(folder, 'heads.json'))
    expect(await failureOf(Promise.resolve().then(open))).to.have.property('code', 'witness_forgot')
  })

  it('answers 500 and keeps its old head when it cannot write', async () => {
    const { seed } = openWitnessFolder(folder)
    const signer = noteSigner(seed, { name: 'witness.example/w1', type: SIGNATURE_TYPES.cosignature })
    let isFull = true
    const kept: bigint[] = []
    const store = {
      findHead: () => null,
      keepFork: async () => undefined,
      keepHead: async (_origin: string, head: { size: bigint }) => {
        if (isFull) throw new Error('no space left')
        kept.push(head.size)
      },
    }
    const ask = makeWitness({ signer, logs: new Map([[ORIGIN, log.key]]), store, now: () => NOW })
    const body = await log.request(['a'], 0)
    expect(String(await failureOf(ask(body)))).to.include('no space left')
    isFull = false
    expect((await ask(body)).status).to.equal(200)
    expect(kept).to.deep.equal([1n])
    expect(sha256(new Uint8Array())).to.have.length(32)
  })

  it('is asked by HTTP', async () => {
    const errors: unknown[] = []
    const server = serveWitness(open().ask, (error) => errors.push(error))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
    try {
      const post = (body: string, path = '/add-checkpoint') => fetch(`${url}${path}`, { method: 'POST', body })
      const cosigned = await post(await log.request(['a'], 0))
      expect([cosigned.status, parseSignatures(await cosigned.text())?.length]).to.deep.equal([200, 1])
      const behind = await post(await log.request(['a', 'b'], 0))
      expect([behind.status, behind.headers.get('content-type'), await behind.text()]).to.deep.equal([
        409,
        'text/x.tlog.size',
        '1\n',
      ])
      expect((await post('x', '/other')).status).to.equal(404)
      expect((await fetch(`${url}/add-checkpoint`)).status).to.equal(405)
      expect((await post('x'.repeat(REQUEST_LENGTH_MAX))).status).to.equal(400)
      expect((await post('x'.repeat(REQUEST_LENGTH_MAX + 1))).status).to.equal(413)
      expect(errors).to.deep.equal([])
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
