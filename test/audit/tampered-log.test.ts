import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

import { expect } from 'chai'

import type { AuditOptions } from '../../audit/audit-options.ts'
import type { FindingCode } from '../../audit/finding-codes.ts'
import { archiveLedger, writeArchive } from '../support/audit/archive-ledger.ts'
import { auditOf, codesOf } from '../support/audit/audit-of.ts'
import { type RpcServer, serveRpc } from '../support/audit/rpc-server.ts'
import { serveFolder } from '../support/audit/serve-archive.ts'
import { keyOf, keyTextOf, logSigner, signLog, witnessSigner, writeTile } from '../support/audit/sign-log.ts'

const LOG = logSigner(7)
const WITNESSES = [witnessSigner(11), witnessSigner(12)]
const PINNED = { logKey: keyOf(LOG), witnesses: WITNESSES.map(keyOf) }

/** Where the files are: `one` is checked, and `other` compared with it. */
interface Folders {
  readonly one: string
  readonly other: string
}

interface Tampering {
  readonly what: string
  readonly codes: readonly FindingCode[]
  readonly change: (folders: Folders) => void
  /** What the sentences name. */
  readonly names: (folders: Folders) => readonly string[]
}

const resign = (folder: string) => signLog(folder, { log: LOG, witnesses: WITNESSES })
const indexOf = (folder: string) =>
  readFileSync(join(folder, 'index.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { batchHash: string; sha256: string; length: number })
const writeIndex = (folder: string, lines: readonly object[]) =>
  writeFileSync(join(folder, 'index.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
const fileAt = (folder: string, at: number) => join(folder, 'receipts', `${indexOf(folder)[at]!.sha256}.jsonl.gz`)

/** Another file for entry 1, which the index names as its own: as a server would show it that lies to one of two. */
function showAnother(folder: string): void {
  const path = fileAt(folder, 1)
  const text = gunzipSync(readFileSync(path)).toString().replace('"points":"-40"', '"points":"-41"')
  const shown = mkdtempSync(join(tmpdir(), 'entente-shown-'))
  const [header, ...entries] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  writeArchive(shown, [{ header: header!, entries }])
  const [line] = indexOf(shown)
  cpSync(fileAt(shown, 0), join(folder, 'receipts', `${line!.sha256}.jsonl.gz`))
  writeIndex(folder, indexOf(folder).with(1, line!))
  rmSync(shown, { recursive: true })
}

const tamperings: readonly Tampering[] = [
  {
    what: 'two archives with a file that differs in a byte',
    codes: ['archives_differ', 'receipts_hash_wrong'],
    change({ other }) {
      const text = gunzipSync(readFileSync(fileAt(other, 1))).toString()
      writeFileSync(fileAt(other, 1), gzipSync(text.replace('"points":"-40"', '"points":"-41"')))
    },
    names: ({ one, other }) => [`entry 1 of ${other}`, `entry 1 of ${one}`, indexOf(one)[1]!.batchHash, 'from byte'],
  },
  {
    what: 'two archives that name another file of a batch, each under a head that is signed',
    codes: ['archives_differ', 'log_forked'],
    change({ other }) {
      showAnother(other)
      resign(other)
    },
    names: ({ one, other }) => ['Entry 1 of the log', one, other, 'they are proof', keyTextOf(LOG)],
  },
  {
    what: 'a file that the second archive withholds',
    codes: ['receipts_missing'],
    change: ({ other }) => rmSync(fileAt(other, 2)),
    names: ({ other }) => [`${other} (entry 2 of its log`, indexOf(other)[2]!.batchHash],
  },
  {
    what: 'a file that the first archive withholds',
    codes: ['receipts_missing'],
    change: ({ one }) => rmSync(fileAt(one, 0)),
    names: ({ one }) => [`${one} (entry 0 of its log`, indexOf(one)[0]!.batchHash],
  },
  {
    what: 'a fork of fewer entries',
    codes: ['archives_differ', 'log_forked'],
    change({ other }) {
      writeIndex(other, [indexOf(other)[1]!, indexOf(other)[0]!])
      resign(other)
    },
    names: ({ one, other }) => [other, one, 'over 2 entries', 'over 3 entries', 'they are proof'],
  },
  {
    what: 'a head that another key signed',
    codes: ['log_signature_invalid'],
    change: ({ one }) => signLog(one, { log: logSigner(8), witnesses: WITNESSES }),
    names: ({ one }) => [one, keyTextOf(LOG), 'it has none'],
  },
  {
    what: 'a head with a signature that is not of it',
    codes: ['log_cosignature_invalid', 'log_signature_invalid'],
    change({ one }) {
      const path = join(one, 'checkpoint')
      const head = readFileSync(path, 'utf8')
      signLog(one, { log: LOG, witnesses: WITNESSES, size: 2 })
      const [, lines = ''] = readFileSync(path, 'utf8').split('\n\n')
      writeFileSync(path, `${head.split('\n\n')[0]!}\n\n${lines}`)
    },
    names: ({ one }) => [one, 'it is not valid', keyTextOf(WITNESSES[0]!)],
  },
  {
    what: 'a witness that refused',
    codes: ['log_cosignature_missing'],
    change: ({ one }) => signLog(one, { log: LOG, witnesses: [WITNESSES[0]!] }),
    names: ({ one }) => [one, keyTextOf(WITNESSES[1]!)],
  },
  {
    what: 'no head',
    codes: ['log_head_missing'],
    change: ({ one }) => rmSync(join(one, 'checkpoint')),
    names: ({ one }) => [one],
  },
  {
    what: 'a head that cannot be read',
    codes: ['log_head_missing'],
    change: ({ other }) => writeFileSync(join(other, 'checkpoint'), 'rubbish'),
    names: ({ other }) => [other, 'that can be read'],
  },
  {
    what: 'an index that is not that of the head',
    codes: ['archives_differ', 'log_root_differs'],
    change: ({ other }) => showAnother(other),
    names: ({ other }) => [other, 'give another root', indexOf(other)[1]!.sha256],
  },
  {
    what: 'an index that is shorter than its head',
    codes: ['log_root_differs'],
    change: ({ other }) => writeIndex(other, indexOf(other).slice(0, 2)),
    names: ({ other }) => [other, '2 entries that can be read'],
  },
  {
    what: 'an entry of a batch that was never posted',
    codes: ['log_entry_unfounded'],
    change({ other }) {
      const none = `0x${'ab'.repeat(32)}`
      writeIndex(other, [...indexOf(other), { ...indexOf(other)[0]!, batchHash: none }])
      resign(other)
    },
    names: ({ other }) => [`Entry 3 of the log of ${other}`, `0x${'ab'.repeat(32)}`],
  },
  {
    what: 'a tile of other hashes',
    codes: ['log_tile_differs'],
    change({ other }) {
      writeTile(other)
      const path = join(other, 'tile/0/000.p/3')
      writeFileSync(path, readFileSync(path).fill(1, 0, 1))
    },
    names: ({ other }) => [`tile/0/000.p/3 of ${other}`],
  },
]

describe('the log of a receipts archive', function () {
  this.timeout(60_000)
  let folder: string
  let folders: Folders
  let ledger: Awaited<ReturnType<typeof archiveLedger>>
  let server: RpcServer

  before(async function () {
    ledger = await archiveLedger(2)
    server = await serveRpc(ledger.coalition.edr)
  })
  after(async function () {
    await server.close()
    await ledger.coalition.edr.close()
  })
  beforeEach(function () {
    folder = mkdtempSync(join(tmpdir(), 'entente-log-'))
    folders = { one: join(folder, 'one'), other: join(folder, 'other') }
    for (const each of [folders.one, folders.other]) {
      writeArchive(each, ledger.files)
      resign(each)
    }
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const audit = (changed: Partial<AuditOptions> = {}) =>
    auditOf(ledger, server, { archives: [folders.one, folders.other], ...PINNED, ...changed })
  const sentencesOf = ({ collector }: Awaited<ReturnType<typeof audit>>) =>
    collector
      .findings()
      .map(({ sentence }) => sentence)
      .join('\n')

  it('is confirmed where two archives have the same files, and the log is signed and witnessed', async function () {
    writeTile(folders.one)
    const audited = await audit()
    expect(audited.collector.findings()).to.deep.equal([])
    expect(audited.collector.left().filter(({ check }) => check === 'log')).to.deep.equal([])
    expect(audited.collector.counts().log).to.deep.equal({
      heads: 2,
      entries: 6,
      signatures: 2,
      cosignatures: 4,
      tiles: 1,
      'entries compared': 3,
      'heads joined': 1,
      'batches included': 6,
      'files compared': 3,
    })
  })

  it('is confirmed where one archive is an older copy of the other', async function () {
    writeIndex(folders.other, indexOf(folders.other).slice(0, 2))
    resign(folders.other)
    const audited = await audit()
    expect(audited.collector.findings()).to.deep.equal([])
    expect(audited.collector.counts().log).to.include({ 'entries compared': 2, 'batches included': 5 })
  })

  for (const { what, codes, change, names } of tamperings)
    it(`${what}: ${codes.join(', ')}`, async function () {
      change(folders)
      const audited = await audit()
      // Whoever signs another file or order of it causes findings of the receipts as well.
      const found = codesOf(audited)
      expect(found).to.include.members(codes)
      const sentences = sentencesOf(audited)
      for (const name of names(folders)) expect(sentences).to.include(name)
    })

  it('is found to have forked where only an earlier audit saw the other head', async function () {
    const state = join(folder, 'state')
    const archives = [folders.one]
    expect(codesOf(await audit({ archives, state }))).to.deep.equal([])
    expect(codesOf(await audit({ archives, state }))).to.deep.equal([])
    showAnother(folders.one)
    resign(folders.one)
    for (const time of ['first', 'second']) {
      const audited = await audit({ archives, state })
      expect(codesOf(audited), `the ${time} time`).to.include('log_forked')
      expect(sentencesOf(audited)).to.include('An earlier audit has the head').and.to.include('they are proof')
    }
    writeArchive(folders.one, ledger.files)
    signLog(folders.one, { log: LOG, witnesses: WITNESSES, size: 2 })
    const shrunk = await audit({ archives, state })
    expect(codesOf(shrunk)).to.deep.equal(['log_shrunk'])
    expect(sentencesOf(shrunk)).to.include('over 3 entries').and.to.include('now it is over 2')
  })

  it('may be verified with the key that the server names, which is counted as not pinned', async function () {
    const logKey = keyTextOf(LOG)
    const served = await serveFolder(folders.one, true, { archive: { checkpoint: { logKey } } })
    const audited = await audit({ archives: [served.url], logKey: null })
    expect(audited.collector.findings()).to.deep.equal([])
    expect(audited.collector.counts().log).to.include({ signatures: 1, 'keys not pinned': 1 })
    expect(audited.collector.left().map(({ what }) => what)).to.include("the log's key")
    const unsigned = await audit({ archives: [folders.one], logKey: null })
    expect(unsigned.collector.findings()).to.deep.equal([])
    expect(unsigned.collector.left().map(({ what }) => what)).to.include('signature of the log')
    await served.close()
  })

  it('is compared over a folder and a server, with the tiles of the server', async function () {
    writeTile(folders.other)
    const served = await serveFolder(folders.other, true)
    const archives = [folders.one, served.url]
    expect(codesOf(await audit({ archives }))).to.deep.equal([])
    rmSync(fileAt(folders.other, 0))
    const audited = await audit({ archives })
    expect(codesOf(audited)).to.deep.equal(['receipts_missing'])
    expect(sentencesOf(audited)).to.include(served.url)
    await served.close()
  })

  it('has entries of later batches where the audit ends before the chain does, which is said', async function () {
    // Ten blocks were mined after that of the last batch.
    const cut = await audit({ to: Number((await ledger.coalition.edr.head()).number) - 11 })
    expect(codesOf(cut)).to.deep.equal([])
    expect(cut.collector.left().filter(({ what }) => what === 'newest entries')).to.have.length(2)
  })

  it('that is not named on the command line is no finding', async function () {
    for (const each of readdirSync(folder)) rmSync(join(folder, each, 'checkpoint'))
    const audited = await audit({ logKey: null, witnesses: [] })
    expect(codesOf(audited)).to.deep.equal([])
    expect(audited.collector.left().filter(({ what }) => what === 'log')).to.have.length(2)
  })
})
