import { expect } from 'chai'
import { type Hex, pad, toHex } from 'viem'

import { auditOf, codesOf } from '../support/audit/audit-of.ts'
import { omitEvent } from '../support/audit/lies.ts'
import { liveLedger, type LivedLedger } from '../support/audit/lived-ledger.ts'
import { MANIPULATIONS } from '../support/audit/manipulations.ts'
import { HttpStatus, type RpcServer, serveRpc } from '../support/audit/rpc-server.ts'

describe('an endpoint that lies', function () {
  this.timeout(60_000)
  let ledger: LivedLedger
  let server: RpcServer

  before(async function () {
    ledger = await liveLedger()
    server = await serveRpc(ledger.coalition.edr)
  })
  afterEach(() => server.lie(null))
  after(async function () {
    await server.close()
    await ledger.coalition.edr.close()
  })

  for (const { what, lie, code, located = true } of MANIPULATIONS)
    it(`${what}: ${code}`, async function () {
      server.lie(lie)
      const audit = await auditOf(ledger, server)
      expect(codesOf(audit)).to.include(code)
      const found = audit.collector.findings().find((finding) => finding.code === code)!
      expect(found.block).to.be.a('number')
      if (located) expect(found.block).to.be.lessThan(audit.end.number)
    })

  it('is found out by a second one', async function () {
    const other = await serveRpc(ledger.coalition.edr)
    other.lie(omitEvent('BatchPosted'))
    const audit = await auditOf(ledger, server, { rpcSecond: other.url })
    await other.close()
    expect(codesOf(audit)).to.deep.equal(['endpoints_disagree'])
  })

  it('has nothing to hide behind when it changes the end block during the audit', async function () {
    let asked = 0
    const end = toHex(Number((await ledger.coalition.edr.head()).number) - 8)
    server.lie((method, params, truth) => {
      if (method !== 'eth_getBlockByNumber' || params[0] !== end) return undefined
      asked += 1
      return asked < 3 ? undefined : { ...(truth as object), hash: pad('0x9', { size: 32 }) }
    })
    expect(codesOf(await auditOf(ledger, server))).to.include('end_block_changed')
  })

  it('is asked for less where it refuses, and again where it is busy', async function () {
    let busy = 0
    server.lie((method, params) => {
      if (method !== 'eth_getLogs') return undefined
      const { fromBlock, toBlock } = params[0] as { fromBlock: Hex; toBlock: Hex }
      if (Number(toBlock) - Number(fromBlock) > 10) throw new Error('query returned more than 10000 results')
      busy += 1
      if (busy % 5 === 1) throw new HttpStatus(busy % 2 === 0 ? 429 : 503)
      return undefined
    })
    expect(codesOf(await auditOf(ledger, server))).to.deep.equal([])
    expect(busy).to.be.greaterThan(6)
  })

  it('is given up where it stays silent', async function () {
    server.lie(() => {
      throw new HttpStatus(502)
    })
    const outcome = await auditOf(ledger, server).catch((error: unknown) => (error as Error).name)
    expect(outcome).to.equal('RpcUnreachable')
  })
})
