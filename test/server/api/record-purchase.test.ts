import { expect } from 'chai'

import type { Database } from '../../../server/database/client.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import { aMember, aPartner, send, type TestPartner } from './support/coalition.ts'
import { NOW, startApi, type RunningApi } from './support/running-api.ts'

describe('POST /v1/purchases', function () {
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

  const purchase = (changes: Record<string, unknown> = {}) => ({
    orderRef: 'order-1',
    member: { kind: 'card', value: card },
    currency: 'GBP',
    amountMinor: '1999',
    occurredAt: '2026-11-23T10:15:00Z',
    ...changes,
  })

  it('records a purchase, its points and its entry, and says why', async function () {
    const { status, body } = await send(api.url, '/v1/purchases', { key: partner.key, body: purchase() })
    expect(status).to.equal(201)
    expect(body).to.include({
      partnerId: partner.id,
      orderRef: 'order-1',
      points: '19',
      state: 'accepted',
      recordedAt: NOW.toISOString(),
    })
    expect(body.earning).to.include({ version: 1, explanation: 'floor(1999 * 1 / 100) = 19' })
    const [entry] = await db.outboxEntry.findMany()
    expect(entry).to.include({ sourceId: body.purchaseId, kind: 'accrual', points: 19n, entryNumber: null })
  })

  it('answers 50 parallel posts of one purchase with one row', async function () {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => send(api.url, '/v1/purchases', { key: partner.key, body: purchase() })),
    )
    expect(answers.filter(({ status }) => status === 201)).to.have.length(1)
    expect(
      answers.filter(({ status, headers }) => status === 200 && headers.get('idempotent-replayed') === 'true'),
    ).to.have.length(49)
    expect(new Set(answers.map(({ body }) => JSON.stringify(body)))).to.have.property('size', 1)
    expect(await db.purchase.count()).to.equal(1)
    expect(await db.outboxEntry.count()).to.equal(1)
  })
})
