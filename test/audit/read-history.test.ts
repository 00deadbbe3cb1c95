import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { missingRanges } from '../../audit/read/read-history.ts'
import { reportOf } from '../../audit/report/audit-report.ts'
import { bloomMayHold, headerHash } from '../../audit/rpc/block-header.ts'
import { auditOf, codesOf } from '../support/audit/audit-of.ts'
import { liveLedger, type LivedLedger } from '../support/audit/lived-ledger.ts'
import { type RpcServer, serveRpc } from '../support/audit/rpc-server.ts'

describe('missingRanges', function () {
  it('covers all that is not there', function () {
    expect(missingRanges([], { from: 1, to: 5 })).to.deep.equal([{ from: 1, to: 5 }])
    expect(missingRanges([{ from: 3, to: 4 }], { from: 1, to: 6 })).to.deep.equal([
      { from: 1, to: 2 },
      { from: 5, to: 6 },
    ])
    expect(missingRanges([{ from: 1, to: 6 }], { from: 1, to: 6 })).to.deep.equal([])
    expect(missingRanges([{ from: 0, to: 3 }], { from: 2, to: 6 })).to.deep.equal([{ from: 4, to: 6 }])
  })
})

describe('a state folder', function () {
  this.timeout(60_000)
  let ledger: LivedLedger
  let server: RpcServer
  let folder: string

  beforeEach(async function () {
    ledger = await liveLedger()
    server = await serveRpc(ledger.coalition.edr)
    folder = mkdtempSync(join(tmpdir(), 'entente-state-'))
  })
  afterEach(async function () {
    rmSync(folder, { recursive: true })
    await server.close()
    await ledger.coalition.edr.close()
  })

  const reads = () => server.asked.filter((method) => method === 'eth_getTransactionByHash').length

  it('lets the next audit go on, and come to the same report', async function () {
    const first = reportOf(await auditOf(ledger, server, { state: folder }))
    const before = reads()
    expect(before).to.be.greaterThan(40)
    expect(reportOf(await auditOf(ledger, server, { state: folder }))).to.deep.equal(first)
    expect(reads()).to.equal(before)
    await ledger.actors.post(1, 10n, [[ledger.members.bob.address, 3n]])
    for (let block = 0; block < 9; block += 1) await ledger.coalition.edr.mine()
    expect(codesOf(await auditOf(ledger, server, { state: folder }))).to.deep.equal([])
    expect(reads()).to.equal(before + 1)
  })

  it('is read anew after a reorg behind its end', async function () {
    await auditOf(ledger, server, { state: folder })
    await ledger.coalition.edr.rewind(12)
    await ledger.coalition.edr.dropPending()
    for (let block = 0; block < 20; block += 1) await ledger.coalition.edr.mine()
    expect(codesOf(await auditOf(ledger, server, { state: folder }))).to.deep.equal([])
  })

  it('is emptied where it is about another question', async function () {
    const one = await auditOf(ledger, server, { state: folder })
    const two = await auditOf(ledger, server, { state: folder, rpcSecond: server.url })
    expect(codesOf(two)).to.deep.equal([])
    expect(reads()).to.equal(3 * one.collector.counts().reading['transactions']!)
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).to.deep.equal([])
  })

  it('holds headers whose hashes follow from their fields', async function () {
    const params = ['latest', false]
    const header = (await ledger.coalition.edr.request({ method: 'eth_getBlockByNumber', params })) as Record<
      string,
      unknown
    >
    expect(headerHash(header)).to.equal(header['hash'])
    expect(headerHash({ ...header, timestamp: '0x1' })).to.not.equal(header['hash'])
    expect(headerHash({ ...header, mixHash: undefined })).to.equal(null)
    expect(bloomMayHold(`0x${'00'.repeat(256)}`, '0x01')).to.equal(false)
    expect(bloomMayHold(`0x${'ff'.repeat(256)}`, '0x01')).to.equal(true)
  })
})
