import { expect } from 'chai'

import { PURCHASES_PER_REQUEST_MAX } from '../../../../../server/actions/purchases/record-purchases.ts'
import { LIST_BODY_BYTES_MAX } from '../../../../../server/api/route.ts'
import { PURCHASES_MAX } from '../../../../../server/api/schemas/purchases/purchases.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, aPartner, send, type ApiAnswer, type TestPartner } from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

describe('POST /v1/purchases/batch', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let card: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    card = (await aMember(api.deps)).card
  })

  afterEach(() => api.close())

  const purchase = (orderRef: string, changes: Record<string, unknown> = {}) => ({
    orderRef,
    member: { kind: 'card', value: card },
    currency: 'GBP',
    amountMinor: '1000',
    occurredAt: '2026-11-23T10:15:00Z',
    ...changes,
  })

  const post = (purchases: unknown[], headers: Record<string, string> = {}): Promise<ApiAnswer> =>
    send(api.url, '/v1/purchases/batch', { key: partner.key, body: { purchases }, headers })

  it('records 1,000 purchases in one request, in their order', async function () {
    expect(PURCHASES_MAX).to.equal(PURCHASES_PER_REQUEST_MAX)
    const { status, body } = await post(Array.from({ length: 1_000 }, (_, at) => purchase(`order-${at}`)))
    expect([status, body.recorded, body.repeated, body.refused]).to.deep.equal([200, 1_000, 0, 0])
    const rows = await db.purchase.findMany({ orderBy: { seq: 'asc' } })
    expect(rows.map(({ orderRef }) => orderRef)).to.deep.equal(
      body.purchases.map((one: { orderRef: string }) => one.orderRef),
    )
    expect(await db.outboxEntry.count()).to.equal(1_000)
  })

  it('refuses 1,001 purchases, and none', async function () {
    for (const count of [1_001, 0]) {
      const { status, body } = await post(Array.from({ length: count }, (_, at) => purchase(`o${at}`)))
      expect([status, body.code]).to.deep.equal([400, 'malformed_request'])
    }
    expect(await db.purchase.count()).to.equal(0)
  })

  it('gives each purchase its own outcome, whatever its neighbours are', async function () {
    const { body } = await post([
      purchase('good'),
      purchase('unknown member', { member: { kind: 'email', value: 'nobody@example.com' } }),
      purchase('malformed', { amountMinor: 5 }),
      purchase('good'),
      purchase('good', { amountMinor: '1' }),
      'not even an object',
      purchase('fine'),
    ])
    expect([body.recorded, body.repeated, body.refused]).to.deep.equal([2, 1, 4])
    const outcomes = body.purchases.map(
      (one: { outcome: string; problem?: { code: string } }) => one.problem?.code ?? one.outcome,
    )
    expect(outcomes).to.deep.equal([
      'recorded',
      'member_unknown',
      'malformed_request',
      'repeated',
      'purchase_conflict',
      'malformed_request',
      'recorded',
    ])
    expect(body.purchases[2].problem.errors[0].pointer).to.equal('body/purchases/2/amountMinor')
    expect(await db.purchase.count()).to.equal(2)
  })

  it('takes the second of two under one reference when the first is refused', async function () {
    const { body } = await post([purchase('o', { currency: 'EUR' }), purchase('o')])
    expect(body.purchases.map((one: { outcome: string }) => one.outcome)).to.deep.equal(['refused', 'recorded'])
  })

  it('gives the same list under the same key its first answer, also when much has changed since', async function () {
    const list = [purchase('a'), purchase('b', { member: { kind: 'email', value: 'ada@example.com' } })]
    const first = await post(list, { 'Idempotency-Key': 'k' })
    await aMember(api.deps, [{ kind: 'email', value: 'ada@example.com' }], partner.id)
    const again = await post(list, { 'Idempotency-Key': 'k' })
    expect(again.body).to.deep.equal(first.body)
    expect(again.headers.get('idempotent-replayed')).to.equal('true')
    expect((await post(list)).body.recorded).to.equal(1)
  })

  it('gives 20 lists that share their purchases, sent at once, one row for each purchase', async function () {
    const lists = Array.from({ length: 20 }, (_, at) =>
      Array.from({ length: 10 }, (_, of) => purchase(`order-${(at + of) % 12}`)),
    )
    const answers = await Promise.all(lists.map((list) => post(list)))
    expect(answers.reduce((sum, { body }) => sum + Number(body.recorded), 0)).to.equal(12)
    expect(await db.purchase.count()).to.equal(12)
    expect(await db.outboxEntry.count()).to.equal(12)
  })

  it('refuses a body above its limit', async function () {
    const raw = `{"purchases":[${' '.repeat(LIST_BODY_BYTES_MAX)}]}`
    const { status, body } = await send(api.url, '/v1/purchases/batch', { key: partner.key, raw })
    expect([status, body.details.bytesMax]).to.deep.equal([413, LIST_BODY_BYTES_MAX])
  })
})
