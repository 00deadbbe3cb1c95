import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'chai'

import { type Answer, ask } from '../support/system/ask.ts'
import { errorOf } from '../support/system/error-of.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'

type Json = Answer['body']

const DAY_SECONDS = 24 * 60 * 60

describe('pauses, a new key and a partner that leaves, from the command line', function () {
  this.timeout(300_000)
  const workplace = useWorkplace()
  let server: TestServer
  let key: string

  const run = (...args: string[]) => workplace.run(args)
  async function json(...args: string[]): Promise<Json> {
    const { code, stdout, stderr } = await run(...args, '--json')
    expect(code, stderr).to.equal(0)
    return JSON.parse(stdout)
  }
  async function refusal(...args: string[]): Promise<Json> {
    const ended = await run(...args, '--json')
    expect(ended.code, ended.stdout).to.equal(1)
    return errorOf(ended)
  }
  const asTill = (path: string, body?: object) =>
    ask(server.url, path, { key, ...(body === undefined ? {} : { body }) })
  const asOperator = async (path: string): Promise<Json> => {
    const file = join(server.dataFolder, 'keys/operator-api-key')
    return (await ask(server.url, path, { key: readFileSync(file, 'utf8').trim() })).body
  }
  const rpc = async (method: string, ...params: unknown[]): Promise<Json> => {
    const { rpcUrl } = JSON.parse(readFileSync(join(server.dataFolder, 'server.json'), 'utf8'))
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
    const headers = { 'content-type': 'application/json' }
    return ((await (await fetch(rpcUrl, { method: 'POST', headers, body })).json()) as Json).result
  }
  /** The chain is ahead of the server's clock from then on, so nothing is minted any more: a batch would be too late. */
  const waitTwoDays = async () => {
    await rpc('evm_increaseTime', 2 * DAY_SECONDS)
    await rpc('evm_mine')
  }
  const buy = async (orderRef: string) => {
    const { body } = await asTill('/v1/members', { kind: 'card' })
    const member = { kind: 'member', value: body.memberId }
    const occurredAt = new Date().toISOString()
    return asTill('/v1/purchases', { orderRef, member, currency: 'GBP', amountMinor: '1000', occurredAt })
  }
  const waitForMint = ({ body }: Answer) =>
    waitUntil(
      async () => (await asTill(`/v1/purchases/${String(body.purchaseId)}`)).body.state,
      (state) => ['confirmed', 'final'].includes(state),
      120_000,
    )

  before(async () => {
    server = await workplace.start({ args: ['--no-demo'] })
    const added = await json('partner', 'add', '--name', 'Harbour Books')
    key = added.apiKey.apiKey
    await waitUntil(
      async () => (await asOperator('/v1/partners/1')).onChain,
      (onChain) => onChain?.status === 'active',
    )
  })

  it('pauses issuing, says so first in the status, and lets it go on', async () => {
    expect((await refusal('pause', 'issuing', '--reason', 'a drill')).code).to.equal('confirmation_missing')
    const paused = await json('pause', 'issuing', '--reason', 'a drill', '--yes')
    expect(paused).to.include({ power: 'issuing', paused: true })
    await waitUntil(
      async () => (await asOperator('/v1/powers')).powers[0].onChain,
      (onChain) => onChain?.paused === true,
    )
    expect((await run('status')).stdout.split('\n')[0]).to.match(
      /^Look: issuing is paused for everybody.*entente resume issuing/,
    )
    const waiting = await buy('order-1')
    expect(waiting.status).to.equal(201)
    await waitUntil(
      async () => (await asTill(`/v1/purchases/${String(waiting.body.purchaseId)}`)).body.parkedReason,
      (reason) => reason === 'paused',
    )
    await json('resume', 'issuing', '--reason', 'it was a drill', '--yes')
    await waitForMint(waiting)
    const shown = (await run('powers')).stdout
    expect(shown).to.include('issuing: goes on').and.include('it was a drill').and.include('No announced call waits.')
  })

  it('changes a key: made by the server, and announced and carried out with the key of the administrator', async () => {
    const { nextKey } = await json('partner', 'next-key', '1')
    const old = (await asOperator('/v1/partners/1')).issuerAddress
    expect((await run('partner', 'show', '1')).stdout).to.include(
      `entente admin schedule setIssuerKey 1 ${nextKey.address}`,
    )
    expect((await refusal('admin', 'schedule', 'setIssuerKey', '1', nextKey.address)).code).to.equal(
      'confirmation_missing',
    )
    const administrator = (await run('admin', 'schedule', 'setIssuerKey', '1', nextKey.address)).stderr
    expect(administrator).to.include(`PartnerRegistry.setIssuerKey(id 1, key ${nextKey.address})`)
    expect(administrator).to.include('2 days').and.include('guardian').and.include('key_manager')
    for (const name of ['setIssuerKey', 'setRedemptionKey']) {
      const announced = await json('admin', 'schedule', name, '1', nextKey.address, '--yes')
      expect(announced).to.deep.include({ delaySeconds: 2 * DAY_SECONDS, role: 'key_manager' })
    }
    const { operations } = await json('admin', 'list')
    expect(operations.map(({ due }: { due: boolean }) => due)).to.deep.equal([false, false])
    expect((await json('powers')).operations.map(({ operationId }: Json) => operationId)).to.have.members(
      operations.map(({ operationId }: Json) => operationId),
    )
    const early = await refusal('admin', 'execute', operations[0].operationId, '--yes')
    expect(early.message).to.include('AccessManagerNotReady')
    await waitTwoDays()
    for (const { operationId } of operations) await json('admin', 'execute', operationId, '--yes')
    await waitUntil(
      async () => (await asOperator('/v1/partners/1')).issuerAddress,
      (address) => address === nextKey.address,
      120_000,
    )
    expect(old).to.not.equal(nextKey.address)
    expect((await asOperator('/v1/partners/1')).nextKey).to.equal(null)
  })

  it('cancels an announced call as the guardian, and tells a contract wallet what to send', async () => {
    const announced = await json('admin', 'schedule', 'setPrices', '1', '2035-01', '100', '90', '--yes')
    expect(announced.call).to.include('month 2035-01')
    const [operation] = (await json('admin', 'list')).operations
    await waitUntil(
      async () => (await asOperator('/v1/powers')).operations.length,
      (count) => count === 1,
    )
    await json('powers', 'cancel', operation.operationId, '--yes')
    await waitUntil(
      async () => (await asOperator('/v1/powers')).operations.length,
      (count) => count === 0,
    )
    expect((await refusal('admin', 'execute', operation.operationId, '--yes')).code).to.equal('admin_call_invalid')
    const operator = JSON.parse(readFileSync(join(server.dataFolder, 'keys/operator.json'), 'utf8')).address
    const stranger = await refusal('admin', 'schedule', 'retire', '1', '--from', `0x${String(operator)}`)
    expect(stranger.code).to.equal('admin_call_refused')
    const wallet = JSON.parse(readFileSync(join(server.dataFolder, 'keys/administrator.json'), 'utf8')).address
    const unsent = await json('admin', 'schedule', 'retire', '1', '--from', `0x${String(wallet)}`)
    expect([unsent.sent, unsent.call]).to.deep.equal([null, 'PartnerRegistry.retire(id 1)'])
    expect((await json('admin', 'list')).operations).to.deep.equal([])
    expect((await refusal('admin', 'schedule', 'setPrices', '1', 'soon', '1', '1')).code).to.equal('admin_call_invalid')
  })

  it('sees a partner off: asked, settled, retired in the registry, and gone', async () => {
    expect((await refusal('partner', 'retire', '1')).code).to.equal('confirmation_missing')
    const leaving = await json('partner', 'retire', '1', '--returns-days', '0', '--yes')
    expect(leaving.departure.state).to.equal('leaving')
    expect((await buy('order-3')).body.code).to.equal('partner_leaving')
    expect((await run('partner', 'show', '1')).stdout).to.include('It is leaving')
    await json('admin', 'schedule', 'retire', '1', '--yes')
    await waitTwoDays()
    const stage = async () => (await asOperator('/v1/partners/1')).departure.stage
    await waitUntil(stage, (seen) => seen === 'awaiting_registry', 180_000)
    const [operation] = (await json('admin', 'list')).operations
    await json('admin', 'execute', operation.operationId, '--yes')
    await waitUntil(stage, (seen) => seen === 'left', 120_000)
    expect(await asOperator('/v1/partners/1')).to.deep.include({ status: 'left' })
    const answer = await asTill('/v1/partner')
    expect([answer.status, answer.body.code]).to.deep.equal([401, 'key_revoked'])
  })
})
