import { expect } from 'chai'

import { FLOW_MEMBERS_MIN } from '../../../../../server/domain/figures/flows.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { anOperatorKey, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { writeEvent, writeRedeemers } from '../../support/flows.ts'
import { followChainTo } from '../../support/ledger.ts'
import { type RunningApi, startApi } from '../../support/running-api.ts'

const JUNE = new Date('2026-06-03T10:00:00Z')
const OCTOBER = new Date('2026-10-15T10:00:00Z')

describe('flows between brands', function () {
  let db: Database
  let api: RunningApi
  let books: TestPartner
  let cafe: TestPartner
  let wines: TestPartner

  beforeEach(async () => {
    db = await sharedTestDatabase()
    api = await startApi(db)
    books = await aPartner(api.deps, 'Harbour Books')
    cafe = await aPartner(api.deps, 'Café Verte')
    wines = await aPartner(api.deps, 'Vintner')
    await followChainTo(db, { number: 90n, finalizedNumber: 90n })
  })

  afterEach(() => api.close())

  const flowsOf = async ({ key }: { key: string }, month = '2026-10') =>
    (await send(api.url, `/v1/partner/flows?month=${month}`, { key })).body
  const write = (home: TestPartner, count: number, at: TestPartner, points = 100n, when = OCTOBER) =>
    writeRedeemers(db, { count, earned: [[home.id, 50n, JUNE]], redeemedAt: at.id, points, at: when })

  it('tells who earns here and redeems elsewhere, and who redeems here and earns elsewhere', async () => {
    await write(books, 12, books)
    await write(books, FLOW_MEMBERS_MIN, cafe)
    await write(cafe, 25, books, 333n)
    const { body } = await send(api.url, '/v1/partner/flows', { key: books.key })
    expect(body).to.deep.include({
      month: '2026-10',
      membersMin: 10,
      brands: [books, cafe, wines].map(({ id, partner: { name } }) => ({ partnerId: id, name })),
      outward: [
        { homeId: books.id, partnerId: books.id, members: 12, points: '1200' },
        { homeId: books.id, partnerId: cafe.id, members: 10, points: '1000' },
      ],
      inward: [
        { homeId: books.id, partnerId: books.id, members: 12, points: '1200' },
        { homeId: cafe.id, partnerId: books.id, members: 25, points: '8300' },
      ],
    })
    expect(body.definitions).to.have.all.keys('home', 'members', 'points')
  })

  it('hides groups that are too small, and with them what they could be told from, from everybody alike', async () => {
    await write(books, FLOW_MEMBERS_MIN - 1, cafe)
    await write(cafe, 40, cafe)
    await write(wines, 30, cafe)
    await write(wines, 20, books)
    const hidden = (homeId: number) => ({ homeId, partnerId: cafe.id, members: null, points: null })
    const shown = { homeId: wines.id, partnerId: cafe.id, members: 30, points: '3000' }
    expect((await flowsOf(books)).outward).to.deep.equal([hidden(books.id)])
    expect((await flowsOf(cafe)).inward).to.deep.equal([hidden(books.id), hidden(cafe.id), shown])
    const all = await send(api.url, '/v1/flows', { key: await anOperatorKey(api.deps) })
    expect(all.body.flows).to.deep.equal([
      { homeId: wines.id, partnerId: books.id, members: 20, points: '2000' },
      hidden(books.id),
      hidden(cafe.id),
      shown,
    ])
  })

  it("never tells a brand of others' members at others", async () => {
    await write(cafe, 40, wines)
    await write(wines, 30, wines)
    await write(wines, 30, cafe)
    const { outward, inward } = await flowsOf(books)
    expect([outward, inward]).to.deep.equal([[], []])
    for (const path of ['/v1/flows', '/v1/flows?month=2026-10'])
      expect((await send(api.url, path, { key: books.key })).body.code).to.equal('scope_missing')
  })

  it('counts a member at the one brand that brought the most points before the month ended', async () => {
    const november = new Date('2026-11-01T00:00:00Z')
    await writeRedeemers(db, {
      count: 11,
      // The first by number, of two that are alike; what came later does not count.
      earned: [
        [wines.id, 60n, JUNE],
        [cafe.id, 60n, OCTOBER],
        [books.id, 59n, JUNE],
        [books.id, 900n, november],
      ],
      redeemedAt: wines.id,
      points: 10n,
      at: OCTOBER,
    })
    expect((await flowsOf(wines)).inward).to.deep.equal([
      { homeId: cafe.id, partnerId: wines.id, members: 11, points: '110' },
    ])
  })

  it('counts a member once who redeemed twice, and accounts that nobody knows for themselves', async () => {
    const [one] = await write(books, 10, books)
    await db.redemption.updateMany({ data: { memberId: String(one) } })
    for (let at = 0; at < 12; at++) await writeEvent(db, 'redeemed', { partnerId: books.id, points: 5n, at: OCTOBER })
    // One member is left; with the next group, which is that of the unknown, they are enough to be hidden together.
    expect((await flowsOf(books)).inward).to.deep.equal([
      { homeId: books.id, partnerId: books.id, members: null, points: null },
      { homeId: null, partnerId: books.id, members: null, points: null },
    ])
  })

  it('takes whole months (UTC) that are over, and no others', async () => {
    await write(books, 10, books, 100n, new Date('2026-10-31T23:59:59Z'))
    await write(books, 20, books, 100n, new Date('2026-11-01T00:00:00Z'))
    expect((await flowsOf(books)).inward[0].members).to.equal(10)
    expect((await flowsOf(books, '2026-09')).inward).to.deep.equal([])
    expect((await flowsOf(books, '2026-11')).code).to.equal('month_not_over')
    // Two days after its end, and not before.
    api.clock.advance(new Date('2026-12-02T23:59:59.999Z').getTime() - api.clock.now().getTime())
    expect((await flowsOf(books, '2026-11')).code).to.equal('month_not_over')
    api.clock.advance(1)
    expect((await flowsOf(books, '2026-11')).code).to.equal('month_not_final')
    await db.block.updateMany({ data: { timestamp: new Date('2026-12-01T00:00:00Z') } })
    expect((await flowsOf(books, '2026-11')).inward[0].members).to.equal(20)
    for (const query of ['month=2026-10-01', 'month=2026-10&month=2026-09', 'createdFrom=2026-10-01T00:00:00Z'])
      expect((await send(api.url, `/v1/partner/flows?${query}`, { key: books.key })).body.code).to.equal(
        'malformed_request',
      )
  })

  it('answers a month that is over the same for ever', async () => {
    await write(books, 12, books)
    const before = await flowsOf(books)
    await write(books, 1, books)
    expect(await flowsOf(books)).to.deep.equal(before)
  })
})
