import { expect } from 'chai'

import { changePartnerStatus } from '../../../../../server/actions/partners/change-partner-status.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, aPartner, send, type ApiAnswer, type TestPartner } from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

describe('POST /v1/returns', function () {
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

  const member = () => ({ kind: 'card', value: card })

  const buy = (orderRef: string, amountMinor: string, hour: string, changes: Record<string, unknown> = {}) =>
    send(api.url, '/v1/purchases', {
      key: partner.key,
      body: {
        orderRef,
        member: member(),
        currency: 'GBP',
        amountMinor,
        occurredAt: `2026-11-23T${hour}:00:00Z`,
        ...changes,
      },
    })

  const giveBack = (changes: Record<string, unknown>, headers: Record<string, string> = {}): Promise<ApiAnswer> =>
    send(api.url, '/v1/returns', {
      key: partner.key,
      body: {
        returnRef: 'return-1',
        currency: 'GBP',
        amountMinor: '500',
        occurredAt: '2026-11-23T11:00:00Z',
        ...changes,
      },
      headers,
    })

  const taken = ({ body }: ApiAnswer) =>
    body.allocations.map((one: { orderRef: string; amountMinor: string; points: string }) => [
      one.orderRef,
      one.amountMinor,
      one.points,
    ])

  it('takes back what the returned part of a named order earned, and says so in an entry', async function () {
    await buy('a', '1999', '10')
    const answer = await giveBack({ orderRef: 'a' })
    expect(answer.status).to.equal(201)
    expect(answer.body).to.include({ points: '5', unmatchedMinor: '0', state: 'accepted' })
    const entry = await db.outboxEntry.findFirst({ where: { kind: 'accrual_reversal' } })
    expect(entry).to.include({ sourceId: answer.body.returnId, points: -5n })
  })

  it('ends at zero points after any partial returns of a named order', async function () {
    await buy('a', '1999', '10')
    let reversed = 0n
    for (const [at, amountMinor] of ['1', '333', '665', '1000'].entries())
      reversed += BigInt((await giveBack({ returnRef: `r${at}`, orderRef: 'a', amountMinor })).body.points)
    expect(reversed).to.equal(19n)
    const over = await giveBack({ returnRef: 'more', orderRef: 'a', amountMinor: '1' })
    const { remainingMinor, currency } = over.body.details
    expect([over.body.code, remainingMinor, currency]).to.deep.equal(['return_exceeds_purchase', '0', 'GBP'])
  })

  it("matches a return that names no order to the member's purchases at or before it, newest first", async function () {
    await buy('old', '1000', '08')
    await buy('new', '1000', '10')
    await buy('later', '1000', '11', { occurredAt: '2026-11-23T11:00:00.001Z' })
    const answer = await giveBack({ member: member(), amountMinor: '1500' })
    expect(taken(answer)).to.deep.equal([
      ['new', '1000', '10'],
      ['old', '500', '5'],
    ])
    expect(answer.body).to.include({ points: '15', unmatchedMinor: '0' })
  })

  it('takes the later recorded of two purchases of the same moment as the newer, and one of the same moment as before', async function () {
    await buy('first', '1000', '11')
    await buy('second', '1000', '11')
    expect(taken(await giveBack({ member: member(), amountMinor: '1200' }))).to.deep.equal([
      ['second', '1000', '10'],
      ['first', '200', '2'],
    ])
  })

  it('records what no purchase explains as unmatched, without points', async function () {
    await buy('a', '1000', '10')
    const answer = await giveBack({ member: member(), amountMinor: '1600' })
    expect(answer.body).to.include({ points: '10', unmatchedMinor: '600' })
    const nothing = await giveBack({ returnRef: 'return-2', member: member() })
    expect(nothing.body).to.include({ points: '0', unmatchedMinor: '500', state: 'no_points' })
    expect(await db.outboxEntry.count({ where: { kind: 'accrual_reversal' } })).to.equal(1)
  })

  it('leaves the purchases of other members and at other partners alone', async function () {
    const other = await aPartner(api.deps, 'Corner Bakery')
    await send(api.url, '/v1/purchases', {
      key: other.key,
      body: {
        orderRef: 'a',
        member: member(),
        currency: 'GBP',
        amountMinor: '1000',
        occurredAt: '2026-11-23T10:00:00Z',
      },
    })
    await buy('b', '1000', '10', { member: { kind: 'card', value: (await aMember(api.deps)).card } })
    expect((await giveBack({ member: member() })).body).to.include({ points: '0', unmatchedMinor: '500' })
  })

  it('serialises concurrent returns of one member: together they take exactly what there was', async function () {
    await buy('a', '1000', '09')
    await buy('b', '1000', '10')
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, at) => giveBack({ returnRef: `r${at}`, member: member(), amountMinor: '100' })),
    )
    const sum = (field: string) => answers.reduce((total, { body }) => total + BigInt(body[field]), 0n)
    expect([sum('points'), sum('unmatchedMinor')]).to.deep.equal([20n, 1_000n])
    const left = await db.returnAllocation.groupBy({ by: ['purchaseId'], _sum: { amountMinor: true, points: true } })
    expect(left.map((one) => [one._sum.amountMinor, one._sum.points])).to.deep.equal([
      [1000n, 10n],
      [1000n, 10n],
    ])
  })

  it('answers 50 parallel posts of one return with one row', async function () {
    await buy('a', '5000', '10')
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => giveBack({ orderRef: 'a' }, { 'Idempotency-Key': 'k' })),
    )
    expect(new Set(answers.map(({ body }) => JSON.stringify(body)))).to.have.property('size', 1)
    expect(answers.filter(({ status }) => status === 201)).to.have.length(1)
    expect(await db.purchaseReturn.count()).to.equal(1)
  })

  it('gives the same return its first answer, and refuses another one under its reference', async function () {
    await buy('a', '1000', '10')
    const first = await giveBack({ orderRef: 'a' })
    const again = await giveBack({ orderRef: 'a' })
    expect([again.status, again.headers.get('idempotent-replayed')]).to.deep.equal([200, 'true'])
    expect(again.body).to.deep.equal(first.body)
    const other = await giveBack({ orderRef: 'a', amountMinor: '501' })
    expect([other.status, other.body.code, other.body.details.fields]).to.deep.equal([
      409,
      'return_conflict',
      ['amountMinor'],
    ])
  })

  it('takes returns of a suspended partner, and refuses those of one that left', async function () {
    await buy('a', '1000', '10')
    await changePartnerStatus(api.deps, { partnerId: partner.id, status: 'suspended' })
    expect((await giveBack({ orderRef: 'a' })).status).to.equal(201)
    await db.partner.update({ where: { id: partner.id }, data: { status: 'left' } })
    expect((await giveBack({ orderRef: 'a', returnRef: 'return-2' })).body.code).to.equal('partner_left')
  })

  const judgements: [string, Record<string, unknown>, number, string | undefined][] = [
    ['the whole order', { amountMinor: '1000' }, 201, undefined],
    ['a penny more than the order', { amountMinor: '1001' }, 422, 'return_exceeds_purchase'],
    ['nothing', { amountMinor: '0' }, 422, 'amount_out_of_range'],
    ['the moment of the purchase', { occurredAt: '2026-11-23T10:00:00Z' }, 201, undefined],
    ['a time before the purchase', { occurredAt: '2026-11-23T09:59:59Z' }, 422, 'return_before_purchase'],
    ['an unknown order', { orderRef: 'z' }, 404, 'purchase_unknown'],
    ['another currency', { currency: 'EUR' }, 422, 'currency_mismatch'],
    ['a time in the future', { occurredAt: '2026-11-24T10:00:00Z' }, 422, 'occurred_in_future'],
    [
      'an unknown member',
      { orderRef: undefined, member: { kind: 'email', value: 'nobody@example.com' } },
      404,
      'member_unknown',
    ],
    ['neither order nor member', { orderRef: undefined }, 400, 'malformed_request'],
  ]
  for (const [what, changes, status, code] of judgements)
    it(`answers a return with ${what} with ${code ?? status}`, async function () {
      await buy('a', '1000', '10')
      const answer = await giveBack({ orderRef: 'a', ...changes })
      expect([answer.status, answer.body.code]).to.deep.equal([status, code])
      expect(await db.purchaseReturn.count()).to.equal(status === 201 ? 1 : 0)
    })

  it("refuses another member's order", async function () {
    await buy('a', '1000', '10')
    const other = await aMember(api.deps)
    const answer = await giveBack({ orderRef: 'a', member: { kind: 'card', value: other.card } })
    expect([answer.status, answer.body.code]).to.deep.equal([422, 'member_mismatch'])
  })
})
