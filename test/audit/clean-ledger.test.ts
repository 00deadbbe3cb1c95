import { expect } from 'chai'

import { auditOf } from '../support/audit/audit-of.ts'
import { liveLedger, type LivedLedger } from '../support/audit/lived-ledger.ts'
import { type RpcServer, serveRpc } from '../support/audit/rpc-server.ts'

describe('audit of a clean ledger', function () {
  this.timeout(120_000)
  let ledger: LivedLedger
  let server: RpcServer

  before(async function () {
    ledger = await liveLedger()
    server = await serveRpc(ledger.coalition.edr)
  })
  after(async function () {
    await server.close()
    await ledger.coalition.edr.close()
  })

  it('finds nothing, and has looked at everything', async function () {
    const { collector, operatorActs } = await auditOf(ledger, server)
    expect(collector.findings()).to.deep.equal([])
    expect(collector.left().map(({ check }) => check)).to.deep.equal([
      'code',
      'receipts',
      'log',
      'rules',
      'publicFigures',
    ])
    const counts = collector.counts()
    expect(counts.batches).to.deep.equal({ batches: 8, entries: 14, records: 14, signatures: 8 })
    expect(counts.consents).to.include({ redemptions: 6, refusals: 1, restorations: 1, recoveries: 1 })
    expect(counts.consents).to.include({ 'member signatures': 6, 'partner signatures': 5, 'account signatures': 5 })
    expect(counts.reading['links']).to.equal(counts.reading['blocks']! - 1)
    expect(counts.figures).to.include({ partners: 2, positions: 2, 'closed months': 1, 'price changes': 2 })
    expect(counts.figures).to.include({ settlements: 1, 'partner signatures': 3 })
    expect(operatorActs.map(({ event }) => event)).to.include.members(['PartnerPricesChanged', 'RecoveryAnnounced'])
  })

  it('judges only what happened from the block that was asked for', async function () {
    const all = await auditOf(ledger, server)
    const half = Math.floor((all.from + all.end.number) / 2)
    const { collector } = await auditOf(ledger, server, { from: half })
    expect(collector.findings()).to.deep.equal([])
    expect(collector.counts().batches['signatures']).to.be.lessThan(8)
    expect(collector.counts().balances['accounts']).to.equal(all.collector.counts().balances['accounts'])
  })
})
