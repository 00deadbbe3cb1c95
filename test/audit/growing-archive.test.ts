import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { PUBLISHING_SECONDS } from '../../audit/checks/check-receipts.ts'
import type { Audit } from '../../audit/run-audit.ts'
import { archiveLedger, writeArchive } from '../support/audit/archive-ledger.ts'
import { auditOf, codesOf } from '../support/audit/audit-of.ts'
import { type RpcServer, serveRpc } from '../support/audit/rpc-server.ts'
import { serveFolder } from '../support/audit/serve-archive.ts'

describe('a receipts archive that is published as it grows', function () {
  this.timeout(60_000)
  let folder: string
  let ledger: Awaited<ReturnType<typeof archiveLedger>>
  let server: RpcServer

  beforeEach(async function () {
    folder = mkdtempSync(join(tmpdir(), 'entente-archive-'))
    ledger = await archiveLedger(2)
    server = await serveRpc(ledger.coalition.edr)
    writeArchive(folder, ledger.files)
  })
  afterEach(async function () {
    await server.close()
    await ledger.coalition.edr.close()
    rmSync(folder, { recursive: true })
  })

  const changeIndex = (change: (lines: string[]) => string[]) => {
    const path = join(folder, 'index.jsonl')
    writeFileSync(path, change(readFileSync(path, 'utf8').trimEnd().split('\n')).join('\n'))
  }
  const audit = async (archive = folder) => {
    const { number } = await ledger.coalition.edr.head()
    return auditOf(ledger, server, { archives: [archive], to: Number(number) })
  }
  const leftOf = ({ collector }: Audit) => collector.left().filter(({ check }) => check === 'receipts')
  /** When the newest batch was posted, in Unix seconds. */
  async function newestBatchAt(): Promise<number> {
    changeIndex((lines) => lines.slice(0, -1))
    const { edr } = ledger.coalition
    const { number } = await edr.head()
    await edr.mine((await edr.head()).timestamp + PUBLISHING_SECONDS * 2)
    const [missing] = (await audit()).collector.findings()
    expect(missing?.code).to.equal('receipts_missing')
    const asked = {
      method: 'eth_getBlockByNumber',
      params: [`0x${(missing?.block ?? Number(number)).toString(16)}`, false],
    }
    return Number(((await edr.request(asked)) as { timestamp: string }).timestamp)
  }

  it('may lack its newest batches for an hour, and says so, and no longer', async function () {
    const at = await newestBatchAt()
    await server.close()
    await ledger.coalition.edr.close()
    ledger = await archiveLedger(2)
    server = await serveRpc(ledger.coalition.edr)
    await ledger.coalition.edr.mine(at + PUBLISHING_SECONDS - 1)
    const early = await audit()
    expect(codesOf(early)).to.deep.equal([])
    expect(leftOf(early)).to.have.length(1)
    expect(leftOf(early)[0]).to.include({ what: 'newest batches', count: 1 })
    await ledger.coalition.edr.mine(at + PUBLISHING_SECONDS)
    expect(codesOf(await audit())).to.deep.equal(['receipts_missing'])
  })

  it('may lack none that is older than one that it has', async function () {
    changeIndex((lines) => [lines[0]!, lines[2]!])
    expect(codesOf(await audit())).to.deep.equal(['receipts_missing'])
  })

  it('may have no file of a batch, which is counted and not passed over', async function () {
    changeIndex((lines) =>
      lines.map((line, at) => (at === 2 ? JSON.stringify({ ...JSON.parse(line), sha256: null, length: 0 }) : line)),
    )
    const audited = await audit()
    expect(codesOf(audited)).to.deep.equal([])
    expect(leftOf(audited)).to.have.length(1)
    expect(leftOf(audited)[0]).to.include({ what: 'batches', count: 1 })
    changeIndex((lines) => lines.map((line) => line.replace('"length":0', '"length":9')))
    expect(codesOf(await audit())).to.include('receipts_extra')
  })

  it('is read from the files at a URL, and from the routes of a server', async function () {
    const files = await serveFolder(folder, false)
    const routes = await serveFolder(folder, true)
    for (const { url } of [files, routes]) {
      const audited = await audit(url)
      expect(codesOf(audited)).to.deep.equal([])
      expect(audited.collector.counts().receipts).to.include({ files: 3, receipts: 6 })
    }
    const nothing = await audit(`${files.url}/nowhere`).catch(String)
    expect(nothing).to.include('there is no archive')
    await Promise.all([files.close(), routes.close()])
  })
})
