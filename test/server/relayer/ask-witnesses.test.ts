import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { makeWitness } from '../../../cli/witness/answer-checkpoint.ts'
import { serveWitness } from '../../../cli/witness/serve-witness.ts'
import { openWitnessFolder } from '../../../cli/witness/witness-folder.ts'
import { readCheckpoint } from '../../../server/actions/archive/read-archive.ts'
import { type NoteSigner, noteSigner, verifyNote } from '../../../server/chain/note-signer.ts'
import { insertRows } from '../../../server/database/engine/save-rows.ts'
import { parseNote, SIGNATURE_TYPES } from '../../../server/domain/archive/signed-note.ts'
import { makeAskWitnesses } from '../../../server/relayer/ask-witnesses.ts'
import { signCheckpoint } from '../../../server/relayer/sign-checkpoint.ts'
import { LOG_NAME } from '../../support/archive-terms.ts'
import { forkableLog } from '../../support/forkable-log.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from './relayer-platform.ts'

const LOG_SEED = 7

describe('the witnesses of the archive', function () {
  let platform: RelayerPlatform
  let folder: string
  let server: Server | null
  let key: NoteSigner['key']
  let url: string
  let step: ReturnType<typeof makeAskWitnesses>

  beforeEach(async () => {
    platform = await openRelayerPlatform()
    folder = mkdtempSync(join(tmpdir(), 'entente-witness-'))
    step = makeAskWitnesses()
    await startWitness()
    platform.relayer.archive = { ...platform.relayer.archive, witnesses: [{ key, url }] }
  })
  afterEach(() => {
    stopWitness()
    rmSync(folder, { recursive: true })
  })

  async function startWitness(port = 0): Promise<void> {
    const { seed, store } = openWitnessFolder(folder)
    const signer = noteSigner(seed, { name: 'witness.example/w1', type: SIGNATURE_TYPES.cosignature })
    key = signer.key
    const logs = new Map([[LOG_NAME, platform.relayer.archive.signer.key]])
    await listen(serveWitness(makeWitness({ signer, logs, store, now: () => platform.clock.now() }), fail), port)
  }
  async function listen(started: Server, port = 0): Promise<void> {
    server = started
    await new Promise<void>((resolve) => started.listen(port, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${String((started.address() as AddressInfo).port)}`
  }
  function fail(error: unknown): never {
    throw error
  }
  function stopWitness(): void {
    server?.closeAllConnections()
    server?.close()
    server = null
  }

  const grow = async (count: number) => {
    const from = await platform.database.archiveFile.count()
    const rows = Array.from({ length: count }, (_, at) => ({
      logIndex: BigInt(from + at),
      batchHash: `0x${String(from + at).padStart(64, '0')}`,
      partnerId: PARTNER,
      firstEntry: BigInt(from + at + 1),
      sha256: null,
      length: 0,
      content: null,
      publishedAt: platform.clock.now(),
    }))
    await platform.database.transaction((tx) => insertRows(tx, 'archive_file', rows))
    platform.clock.advance(60_000)
    await signCheckpoint(platform.relayer)
  }
  /** Until the step has no more to do at once. */
  const ask = async () => {
    for (let looks = 0; looks < 5 && (await step(platform.relayer)); looks++);
  }
  const cosigned = async () => {
    const note = parseNote((await readCheckpoint({ db: platform.database }))!)!
    return { size: Number(note.text.split('\n')[1]), isCosigned: verifyNote(key, note.text, note.signatures) }
  }
  const told = (name: string) => platform.events.filter((event) => event.name === name)

  it('cosign each head that grew out of the one before, and it is published with their lines', async () => {
    await grow(2)
    expect(await cosigned()).to.deep.equal({ size: 2, isCosigned: false })
    await ask()
    expect(await cosigned()).to.deep.equal({ size: 2, isCosigned: true })
    await grow(5)
    await ask()
    expect(await cosigned()).to.deep.equal({ size: 7, isCosigned: true })
    const { key: logKey } = platform.relayer.archive.signer
    const note = parseNote((await readCheckpoint({ db: platform.database }))!)!
    expect(verifyNote(logKey, note.text, note.signatures)).to.equal(true)
    expect(told('checkpoint_cosigned')).to.have.length(2)
    expect(await step(platform.relayer)).to.equal(false)
  })

  it('are asked by a process that does not know what they have', async () => {
    await grow(3)
    await ask()
    await platform.database.archiveCosignature.deleteMany()
    step = makeAskWitnesses()
    await grow(1)
    await ask()
    expect(await cosigned()).to.deep.equal({ size: 4, isCosigned: true })
    expect(told('witness_refuses')).to.deep.equal([])
  })

  it('may be down: the log goes on, and they cosign its head when they are back', async () => {
    await grow(1)
    stopWitness()
    await ask()
    await grow(1)
    await ask()
    expect(await cosigned()).to.deep.equal({ size: 2, isCosigned: false })
    expect(told('witness_waits')).to.have.length(2)
    await startWitness(Number(new URL(url).port))
    await ask()
    expect(await cosigned(), 'it is not asked again at once').to.include({ isCosigned: false })
    platform.clock.advance(10 * 60_000)
    await ask()
    expect(await cosigned()).to.deep.equal({ size: 2, isCosigned: true })
  })

  it('refuse a log that forked, which is an alarm, and keep the evidence', async () => {
    const fork = forkableLog(LOG_NAME, LOG_SEED)
    const shown = await fetch(`${url}/add-checkpoint`, { method: 'POST', body: await fork.request(['a', 'b'], 0) })
    expect(shown.status).to.equal(200)
    await grow(2)
    await ask()
    expect(told('witness_refuses')).to.deep.include.members([
      { name: 'witness_refuses', size: 2n, witness: 'witness.example/w1', reason: 'it answered 409' },
    ])
    expect(readdirSync(join(folder, 'forks'))).to.have.length(1)
    await grow(1)
    platform.clock.advance(10 * 60_000)
    await ask()
    expect(told('witness_refuses').at(-1)).to.include({ reason: 'it answered 422' })
    expect(await cosigned()).to.deep.equal({ size: 3, isCosigned: false })
  })

  it('refuse a log that lost entries: they say what they have', async () => {
    const before = forkableLog(LOG_NAME, LOG_SEED)
    await fetch(`${url}/add-checkpoint`, { method: 'POST', body: await before.request(['a', 'b', 'c'], 0) })
    await grow(1)
    await ask()
    expect(told('witness_refuses').at(-1)).to.include({ reason: 'it has 3 entries' })
    expect(await cosigned()).to.deep.equal({ size: 1, isCosigned: false })
  })

  const strange: [what: string, status: number, text: string, name: string, reason: string][] = [
    ['no signature', 200, 'thank you\n', 'witness_refuses', 'it answered with a cosignature that is not its own'],
    ['a failure', 500, 'oops\n', 'witness_waits', 'it answered 500'],
    ['too much', 200, 'x'.repeat(200_000), 'witness_waits', 'The witness answered too much'],
    ['an endless redirect', 302, '', 'witness_waits', 'The witness did not answer'],
  ]
  for (const [what, status, text, name, reason] of strange)
    it(`may answer ${what}: nothing of it is published`, async () => {
      stopWitness()
      const headers = status === 302 ? { location: '/add-checkpoint' } : {}
      await listen(createServer((_request, response) => void response.writeHead(status, headers).end(text)))
      platform.relayer.archive = { ...platform.relayer.archive, witnesses: [{ key, url }] }
      await grow(1)
      await ask()
      expect(told(name)).to.deep.equal([{ name, size: 1n, witness: 'witness.example/w1', reason }])
      expect(await platform.database.archiveCosignature.count()).to.equal(0)
    })

  it('cannot pass off the cosignature of another', async () => {
    stopWitness()
    const other = noteSigner(new Uint8Array(32).fill(9), { name: key.name, type: SIGNATURE_TYPES.cosignature })
    await grow(1)
    const { text } = await platform.database.archiveCheckpoint.findFirstOrThrow()
    await listen(createServer((_request, response) => void response.end(other.signNote(text, 1n))))
    platform.relayer.archive = { ...platform.relayer.archive, witnesses: [{ key, url }] }
    await ask()
    expect(told('witness_refuses')).to.have.length(1)
    expect(await cosigned()).to.include({ isCosigned: false })
  })
})
