import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import type { AuditReport } from '../../../audit/report/audit-report.ts'
import { type SignedReport, signReport } from '../../../audit/report/signed-summary.ts'
import { isSignedSummary } from '../../../web/src/chain-client/audit-summary.ts'
import { accountOf } from '../../support/platform/coalition-chain.ts'
import { testKey } from '../../support/platform/edr-chain.ts'

const REPORT = {
  format: 'entente-audit-1',
  chainId: 31_337,
  token: `0x${'aa'.repeat(20)}`,
  fromBlock: 1,
  toBlock: 90,
  blockHash: `0x${'b1'.repeat(32)}`,
  findingsTotal: 0,
  notChecked: [],
} as unknown as AuditReport

describe('the signature of a published audit', function () {
  let signed: SignedReport

  before(async function () {
    const folder = mkdtempSync(join(tmpdir(), 'entente-auditor-'))
    const key = join(folder, 'auditor.key')
    writeFileSync(key, testKey('auditor'), { mode: 0o600 })
    signed = await signReport(REPORT, key)
    rmSync(folder, { recursive: true })
  })

  const listed = () => ({ ...signed, chainId: REPORT.chainId })

  it('is valid as the audit made it', async function () {
    expect(await isSignedSummary(listed())).to.equal(true)
  })

  it('is not, where anything that was signed is another', async function () {
    const { summary } = signed
    for (const changed of [
      { chainId: 1 },
      { signer: accountOf('somebody') },
      { summary: { ...summary, findings: '1' } },
      { summary: { ...summary, toBlock: '91' } },
      { summary: { ...summary, token: accountOf('another token') } },
      { summary: { ...summary, reportHash: `0x${'00'.repeat(32)}` } },
      { signature: `0x${'5a'.repeat(65)}` },
      { signature: '0x5a' },
    ])
      expect(await isSignedSummary({ ...listed(), ...changed }), JSON.stringify(changed)).to.equal(false)
  })
})
