import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { expect } from 'chai'

import { auditOf, codesOf } from '../support/audit/audit-of.ts'
import { liveLedger, type LivedLedger } from '../support/audit/lived-ledger.ts'
import { type RpcServer, serveRpc } from '../support/audit/rpc-server.ts'

describe("the operator's public figures", function () {
  this.timeout(60_000)
  let ledger: LivedLedger
  let rpc: RpcServer
  let api: Server
  let answers: Record<string, Record<string, unknown>>

  before(async function () {
    ledger = await liveLedger()
    rpc = await serveRpc(ledger.coalition.edr)
    api = createServer(({ url = '' }, response) => {
      const answer = answers[url]
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answer ?? {}))
    })
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
  })
  beforeEach(async function () {
    const { deployment, edr, chain } = ledger.coalition
    const { accessManager, token, registry, issuance, redemption, accounts, clearing } = deployment
    const contracts = { accessManager, token, registry, issuance, redemption, accounts, clearing }
    const block = String((await edr.head()).number)
    answers = {
      '/v1/status': { chainId: chain.chainId, contracts, block, totalSupply: '8', haltedReason: null, paused: [] },
      '/v1/ledger': {
        chainId: chain.chainId,
        token,
        name: 'Test Points',
        symbol: 'POINTS',
        partners: [{ partnerId: 1 }, { partnerId: 2 }],
      },
    }
  })
  after(async function () {
    api.close()
    await rpc.close()
    await ledger.coalition.edr.close()
  })

  const audited = async () => {
    const url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`
    return auditOf(ledger, rpc, { api: url })
  }

  it('agree with the chain at the block that they name', async function () {
    const audit = await audited()
    expect(audit.collector.findings()).to.deep.equal([])
    expect(audit.collector.counts().publicFigures['figures']).to.be.greaterThan(10)
  })

  for (const [what, path, change] of [
    ['another supply', '/v1/status', { totalSupply: '9' }],
    ['another contract', '/v1/status', { contracts: { clearing: null } }],
    ['another chain', '/v1/status', { chainId: 1 }],
    ['a pause that is none', '/v1/status', { paused: ['issuing'] }],
    ['another name', '/v1/ledger', { name: 'Other Points' }],
    ['a partner that nobody registered', '/v1/ledger', { partners: [{ partnerId: 7 }] }],
  ] as const)
    it(`are found to have ${what}`, async function () {
      Object.assign(answers[path]!, change)
      expect(codesOf(await audited())).to.deep.equal(['public_figure_differs'])
    })

  it('are said to be missing where the API does not have them', async function () {
    answers = {}
    expect(codesOf(await audited())).to.deep.equal(['public_api_unusable'])
  })
})
