import { expect } from 'chai'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, aPartner, aSession, send, type TestPartner } from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

const HOUR_MS = 3_600_000

describe('GET /v1/me/history', function () {
  let db: Database
  let api: RunningApi
  let shop: TestPartner
  let otherShop: TestPartner
  let card: string
  let session: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    shop = await aPartner(api.deps)
    otherShop = await aPartner(api.deps, 'Quay Coffee')
    const { member, card: number } = await aMember(api.deps)
    card = number
    session = await aSession(api.deps, member.id)
  })

  afterEach(() => api.close())

  const at = (hoursAgo: number) => new Date(api.clock.now().getTime() - hoursAgo * HOUR_MS).toISOString()
  const sell = (orderRef: string, hoursAgo: number, { key } = shop) =>
    send(api.url, '/v1/purchases', {
      key,
      body: {
        orderRef,
        member: { kind: 'card', value: card },
        currency: 'GBP',
        amountMinor: '1000',
        occurredAt: at(hoursAgo),
      },
    })
  const takeBack = (returnRef: string, orderRef: string, hoursAgo: number) =>
    send(api.url, '/v1/returns', {
      key: shop.key,
      body: { returnRef, orderRef, currency: 'GBP', amountMinor: '500', occurredAt: at(hoursAgo) },
    })
  const read = (query = '') => send(api.url, `/v1/me/history${query}`, { session })
  const references = async (query = ''): Promise<string[]> =>
    (await read(query)).body.data.map(({ reference }: { reference: string }) => reference)

  it('says when the shop says that it was, in whatever order it was sent', async function () {
    await sell('today', 1)
    await sell('yesterday', 25)
    await takeBack('back', 'yesterday', 20)
    const { data: items } = (await read()).body
    expect(items.map(({ reference, at: when }: Record<string, string>) => [reference, when])).to.deep.equal([
      ['today', at(1)],
      ['back', at(20)],
      ['yesterday', at(25)],
    ])
  })

  it('goes through all of it page by page, although it was sent in another order', async function () {
    for (const hours of [5, 2, 9, 1, 7]) await sell(`-${hours}`, hours)
    const found: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await read(`?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      found.push(...body.data.map(({ reference }: { reference: string }) => reference))
      cursor = body.nextCursor
    }
    expect(found).to.deep.equal(['-1', '-2', '-5', '-7', '-9'])
  })

  it('names the time zone of the shops, once their partner has said it', async function () {
    await sell('one', 1)
    expect((await read()).body.data[0]).to.include({ partnerId: shop.id, timeZone: null })
    await send(api.url, '/v1/partner/time-zone', {
      method: 'PUT',
      key: shop.key,
      body: { timeZone: 'Asia/Tokyo' },
    })
    expect((await read()).body.data[0].timeZone).to.equal('Asia/Tokyo')
  })

  it('is of one kind, or one brand, or both, where that is asked for', async function () {
    await sell('here', 3)
    await takeBack('back', 'here', 2)
    await sell('there', 1, otherShop)
    expect(await references('?kind=accrual')).to.deep.equal(['there', 'here'])
    expect(await references('?kind=accrual_reversal')).to.deep.equal(['back'])
    expect(await references(`?partnerId=${shop.id}`)).to.deep.equal(['back', 'here'])
    expect(await references(`?partnerId=${shop.id}&kind=accrual`)).to.deep.equal(['here'])
    expect(await references('?kind=redemption')).to.deep.equal([])
    expect(await references('?partnerId=999999')).to.deep.equal([])
  })

  it('refuses a kind and a partner that there cannot be', async function () {
    for (const query of ['?kind=gift', '?kind=', '?partnerId=0', '?partnerId=x'])
      expect((await read(query)).body.code, query).to.equal('malformed_request')
  })
})
