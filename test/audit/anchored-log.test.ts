import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { sha256 } from '../../server/chain/note-signer.ts'
import { rootOf } from '../../server/domain/archive/merkle-tree.ts'
import { archiveLedger, writeArchive } from '../support/audit/archive-ledger.ts'
import { auditOf, codesOf } from '../support/audit/audit-of.ts'
import { omitEvent } from '../support/audit/lies.ts'
import { actorsOf, monthOf } from '../support/audit/lived-ledger.ts'
import { type RpcServer, serveRpc } from '../support/audit/rpc-server.ts'
import { keyOf, leavesIn, logSigner, signLog } from '../support/audit/sign-log.ts'

const LOG = logSigner(7)
const MARCH = monthOf('2026-03')
const DAY = 86_400
const BLOCKS_TO_FINAL = 10

describe("anchors of the archive's log", function () {
  this.timeout(60_000)
  let folder: string
  let copy: string
  let ledger: Awaited<ReturnType<typeof archiveLedger>>
  let server: RpcServer

  beforeEach(async function () {
    folder = mkdtempSync(join(tmpdir(), 'entente-anchored-'))
    copy = mkdtempSync(join(tmpdir(), 'entente-copy-'))
    ledger = await archiveLedger(2)
    server = await serveRpc(ledger.coalition.edr)
    for (const each of [folder, copy]) {
      writeArchive(each, ledger.files)
      signLog(each, { log: LOG })
    }
  })
  afterEach(async function () {
    await server.close()
    await ledger.coalition.edr.close()
    for (const each of [folder, copy]) rmSync(each, { recursive: true })
  })

  /** Closes March, and anchors so many entries of the log for it. */
  async function closeMarch(size: number | null): Promise<void> {
    const { edr } = ledger.coalition
    const actors = actorsOf(ledger.coalition)
    await actors.waitUntil('2026-04-03T00:00:01Z')
    await actors.closeMonth(MARCH)
    if (size !== null) {
      await actors.anchorLog(MARCH, BigInt(size), rootOf(sha256, leavesIn(folder).slice(0, size)))
    }
    for (let block = 0; block < BLOCKS_TO_FINAL; block++) await edr.mine()
  }
  /** Another past: the last two entries change places, under a head that is signed. */
  function rewrite(each: string): void {
    const path = join(each, 'index.jsonl')
    const [first, second, third] = readFileSync(path, 'utf8').trimEnd().split('\n')
    writeFileSync(path, `${[first, third, second].join('\n')}\n`)
    signLog(each, { log: LOG })
  }
  function shorten(each: string): void {
    const path = join(each, 'index.jsonl')
    writeFileSync(path, `${readFileSync(path, 'utf8').trimEnd().split('\n').slice(0, 2).join('\n')}\n`)
    signLog(each, { log: LOG })
  }
  const audit = (archives = [folder, copy]) => auditOf(ledger, server, { archives, logKey: keyOf(LOG) })
  const findingOf = (audited: Awaited<ReturnType<typeof audit>>, code: string) =>
    audited.collector.findings().find((finding) => finding.code === code)

  it('are confirmed where they are of the log, and are acts of the operator', async function () {
    await closeMarch(3)
    const audited = await audit()
    expect(audited.collector.findings()).to.deep.equal([])
    expect(audited.collector.counts().log).to.include({ anchors: 1, 'anchors compared': 2 })
    expect(audited.operatorActs.map(({ event }) => event)).to.include('LogAnchored')
  })

  it('show a log that was rewritten afterwards, by its month', async function () {
    await closeMarch(3)
    rewrite(folder)
    rewrite(copy)
    const audited = await audit()
    expect(codesOf(audited)).to.include('anchor_differs')
    const finding = findingOf(audited, 'anchor_differs')
    expect(finding).to.include({ severity: 'critical' })
    expect(finding?.sentence).to.include('2026-03').and.to.include(folder).and.to.include('another root')
    expect(finding?.transaction).to.match(/^0x[\da-f]{64}$/)
  })

  it('show a log that was cut afterwards; an older copy beside it is only not checked', async function () {
    await closeMarch(3)
    shorten(copy)
    const older = await audit()
    expect(codesOf(older)).to.deep.equal([])
    expect(older.collector.left().map(({ what }) => what)).to.include(`anchors of ${copy}`)
    shorten(folder)
    const cut = await audit([folder])
    expect(codesOf(cut)).to.include('anchor_differs')
    expect(findingOf(cut, 'anchor_differs')?.sentence).to.include('2026-03').and.to.include('2 entries only')
  })

  it('are over every batch of their month, and over no more than there were', async function () {
    await closeMarch(2)
    const short = await audit()
    expect(codesOf(short)).to.deep.equal(['anchor_size_wrong'])
    expect(findingOf(short, 'anchor_size_wrong')?.sentence).to.include('2026-03').and.to.include('over 2 entries')
  })

  it('may be missing for a day after a month was closed, and no longer', async function () {
    await closeMarch(null)
    const early = await audit()
    expect(codesOf(early)).to.deep.equal([])
    const { edr } = ledger.coalition
    await edr.mine((await edr.head()).timestamp + DAY)
    for (let block = 0; block < BLOCKS_TO_FINAL; block++) await edr.mine()
    const late = await audit()
    expect(codesOf(late)).to.deep.equal(['anchor_missing'])
    expect(findingOf(late, 'anchor_missing')).to.include({ severity: 'minor' })
    expect(findingOf(late, 'anchor_missing')?.sentence).to.include('2026-03')
  })

  it('are in the contract as in the log of the chain, where an endpoint keeps one back', async function () {
    await closeMarch(3)
    server.lie(omitEvent('LogAnchored'))
    const audited = await audit()
    server.lie(null)
    expect(codesOf(audited)).to.include('anchor_untold')
  })

  it('are checked without an archive as far as the chain says', async function () {
    await closeMarch(3)
    const audited = await audit([])
    expect(codesOf(audited)).to.deep.equal([])
    expect(audited.collector.counts().log).to.deep.equal({ anchors: 1 })
  })
})
