import { expect } from 'chai'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, anOperatorKey, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { followChainTo, postDirectly } from '../../support/ledger.ts'
import { NOW, startApi, type RunningApi } from '../../support/running-api.ts'

describe('a partner in quarantine', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let other: TestPartner
  let operator: string
  let transactionHash: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    other = await aPartner(api.deps, 'Mountain Tea')
    operator = await anOperatorKey(api.deps)
    await followChainTo(db, { number: 7n, finalizedNumber: 7n })
    const movements: [string, bigint][] = [[`0x${'9e'.repeat(20)}`, 50n]]
    ;({ transactionHash } = await postDirectly(db, { partnerId: partner.id, firstEntry: 1n, movements }, 8n))
  })

  afterEach(() => api.close())

  const ask = async (path: string, body?: unknown) =>
    (await send(api.url, path, { key: operator, ...(body === undefined ? {} : { body }) })).body
  const release = (throughEntry: string, reason = 'their office says so') =>
    ask(`/v1/partners/${partner.id}/release`, { throughEntry, reason })
  const buy = async ({ key }: TestPartner) => {
    const { card } = await aMember(api.deps)
    const body = {
      orderRef: 'order-1',
      member: { kind: 'card', value: card },
      currency: 'GBP',
      amountMinor: '1999',
      occurredAt: NOW.toISOString(),
    }
    const { status, body: purchase } = await send(api.url, '/v1/purchases', { key, body })
    expect(status).to.equal(201)
    return (await send(api.url, `/v1/purchases/${purchase.purchaseId}`, { key })).body
  }

  it('is shown to the operator with what it posted, and counted for all', async function () {
    const { data } = await ask('/v1/partners')
    expect(data.map(({ quarantine }: { quarantine: unknown }) => quarantine)).to.deep.equal([
      {
        since: NOW.toISOString(),
        batches: '1',
        throughEntry: '1',
        signedBy: 'own_key',
        pointsCredited: '50',
        pointsDebited: '0',
        transactionHash,
      },
      null,
    ])
    expect((await ask('/v1/status')).quarantinedPartners).to.equal(1)
    const metrics = await (await fetch(`${api.url}/metrics`)).text()
    expect(metrics).to.match(/^entente_quarantined_partners 1$/m)
  })

  it('has its purchases accepted, and sees why they wait; others are not held', async function () {
    expect(await buy(partner)).to.include({ state: 'parked', parkedReason: 'partner_quarantined' })
    expect(await buy(other)).to.include({ state: 'accepted', parkedReason: null })
    const parked = await send(api.url, '/v1/purchases?state=parked', { key: partner.key })
    expect(parked.body.data).to.have.length(1)
  })

  it('is let out by the operator, once, for what was looked at', async function () {
    await buy(partner)
    expect(await release('0')).to.include({ code: 'malformed_request' })
    const movements: [string, bigint][] = [[`0x${'9e'.repeat(20)}`, 5n]]
    await postDirectly(db, { partnerId: partner.id, firstEntry: 2n, movements }, 9n)
    expect((await release('1')).quarantine).to.include({ batches: '1', throughEntry: '2', pointsCredited: '5' })
    const open = { partnerId: partner.id, name: 'Harbour Books', status: 'active', quarantine: null }
    expect(await release('2')).to.deep.equal(open)
    expect(await release('2', 'again')).to.deep.equal(open)
    expect((await ask('/v1/status')).quarantinedPartners).to.equal(0)
    const reasons = await db.unexplainedBatch.findMany({ orderBy: { firstEntry: 'asc' } })
    expect(reasons.map(({ releaseReason }) => releaseReason)).to.deep.equal(Array(2).fill('their office says so'))
  })

  it('is told of it in its events, and nobody else is', async function () {
    await release('1')
    const events = async ({ key }: TestPartner) => (await send(api.url, '/v1/events', { key })).body.data
    expect((await events(partner)).map(({ type }: { type: string }) => type)).to.deep.equal(['partner.released'])
    expect(await events(other)).to.deep.equal([])
  })

  it('cannot let itself out', async function () {
    const body = { throughEntry: '1', reason: 'trust us' }
    const answer = await send(api.url, `/v1/partners/${partner.id}/release`, { key: partner.key, body })
    expect([answer.status, answer.body.code]).to.deep.equal([403, 'scope_missing'])
    expect(await ask('/v1/partners/99/release', body)).to.include({ code: 'partner_unknown' })
  })
})
