import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { type AuditReport, reportOf } from '../../audit/report/audit-report.ts'
import { renderReport } from '../../audit/report/report-pdf.ts'
import { reportText } from '../../audit/report/report-text.ts'
import { signReport, SummaryInvalid, verifySignedReport } from '../../audit/report/signed-summary.ts'
import { auditOf } from '../support/audit/audit-of.ts'
import { omitEvent } from '../support/audit/lies.ts'
import { liveLedger, type LivedLedger } from '../support/audit/lived-ledger.ts'
import { type RpcServer, serveRpc } from '../support/audit/rpc-server.ts'
import { issuerOf } from '../support/platform/coalition-chain.ts'
import { testKey } from '../support/platform/edr-chain.ts'

describe('report of an audit', function () {
  this.timeout(120_000)
  let ledger: LivedLedger
  let server: RpcServer
  let folder: string
  let clean: AuditReport
  let wrong: AuditReport

  before(async function () {
    folder = mkdtempSync(join(tmpdir(), 'entente-report-'))
    ledger = await liveLedger()
    server = await serveRpc(ledger.coalition.edr)
    clean = reportOf(await auditOf(ledger, server))
    server.lie(omitEvent('BatchPosted'))
    wrong = reportOf(await auditOf(ledger, server))
    server.lie(null)
  })
  after(async function () {
    rmSync(folder, { recursive: true })
    await server.close()
    await ledger.coalition.edr.close()
  })

  it('says against which block it was made, what was looked at, and what was not', function () {
    expect(clean).to.include({ format: 'entente-audit-1', chainId: 31_337, findingsTotal: 0, endpoints: 1 })
    expect(clean.blockHash).to.match(/^0x[\da-f]{64}$/)
    expect(clean.checks).to.have.length(10)
    expect(clean.notChecked.map(({ check }) => check)).to.deep.equal([
      'code',
      'receipts',
      'log',
      'rules',
      'publicFigures',
    ])
    expect(reportText(clean)).to.include('Nothing of what was checked is wrong; see what was not checked.')
  })

  it('names findings by code, block, transaction and a sentence', function () {
    const [first] = wrong.findings
    expect(first).to.have.all.keys('code', 'check', 'severity', 'block', 'transaction', 'sentence')
    expect(reportText(wrong)).to.include(`${wrong.findingsTotal} findings, the first in block ${first!.block}`)
  })

  it('is the same for the same chain, and so is its PDF', async function () {
    const again = reportOf(await auditOf(ledger, server))
    expect(again).to.deep.equal(clean)
    const [one, two] = [await renderReport(clean), await renderReport(again)]
    expect(Buffer.from(one).equals(Buffer.from(two))).to.equal(true)
    expect(Buffer.from(one).subarray(0, 5).toString()).to.equal('%PDF-')
    expect(Buffer.from(await renderReport(wrong)).equals(Buffer.from(one))).to.equal(false)
  })

  it('can be signed by the auditor, and no longer be changed', async function () {
    const keyFile = join(folder, 'auditor.key')
    writeFileSync(keyFile, `${testKey('issuer 1')}\n`, { mode: 0o600 })
    const signed = await signReport(wrong, keyFile)
    expect(signed.signer.toLowerCase()).to.equal(issuerOf(1).address)
    await verifySignedReport(JSON.parse(JSON.stringify(signed)))
    for (const changed of [
      { ...signed, report: { ...wrong, findings: [], findingsTotal: 0 } },
      { ...signed, report: { ...wrong, toBlock: wrong.toBlock + 1 } },
      { ...signed, summary: { ...signed.summary, findings: '0' } },
      { ...signed, signer: issuerOf(2).address },
    ])
      expect(await refusal(verifySignedReport(changed))).to.equal(SummaryInvalid.name)
  })

  it('is not signed with a key that others can read, or with none', async function () {
    const keyFile = join(folder, 'open.key')
    writeFileSync(keyFile, testKey('issuer 1'))
    chmodSync(keyFile, 0o644)
    expect(await refusal(signReport(clean, keyFile))).to.equal(SummaryInvalid.name)
    writeFileSync(keyFile, '0x12')
    chmodSync(keyFile, 0o600)
    expect(await refusal(signReport(clean, keyFile))).to.equal(SummaryInvalid.name)
  })
})

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error as Error).name,
  )
