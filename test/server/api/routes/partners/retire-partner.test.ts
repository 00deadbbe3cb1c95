import { expect } from 'chai'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { RETURNS_DAYS_MAX } from '../../../../../server/domain/departures.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, anOperatorKey, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { followChainTo } from '../../support/ledger.ts'
import { NOW, startApi, type RunningApi } from '../../support/running-api.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

describe('a partner that is asked to leave', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let other: TestPartner
  let operator: string
  let card: string

  beforeEach(async () => {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    other = await aPartner(api.deps, 'Mountain Tea')
    operator = await anOperatorKey(api.deps)
    card = (await aMember(api.deps)).card
    await followChainTo(db, { number: 7n, finalizedNumber: 7n })
  })

  afterEach(() => api.close())

  const at = ({ id }: TestPartner, what = '') => `/v1/partners/${String(id)}${what}`
  const ask = (path: string, body: unknown = {}, key: string = operator) => send(api.url, path, { key, body })
  const read = async (who = partner) => (await send(api.url, at(who), { key: operator })).body
  const retire = (body: object = {}) => ask(at(partner, '/retire'), body)
  const member = () => ({ kind: 'card', value: card })
  const buy = (orderRef: string, { key } = partner) =>
    ask(
      '/v1/purchases',
      { orderRef, member: member(), currency: 'GBP', amountMinor: '1999', occurredAt: NOW.toISOString() },
      key,
    )
  const bringBack = (returnRef: string) =>
    ask(
      '/v1/returns',
      { returnRef, orderRef: 'order-1', currency: 'GBP', amountMinor: '100', occurredAt: NOW.toISOString() },
      partner.key,
    )
  const hold = ({ key } = partner) =>
    ask(
      '/v1/redemptions',
      { reference: 'till 1', member: member(), points: '10', basketMinor: '1000', expiresInSeconds: 300 },
      key,
    )

  it('records no purchases and holds no points from then on; what it accepted is open, and others go on', async () => {
    expect((await buy('order-1')).status).to.equal(201)
    const { status, body } = await retire()
    expect([status, body.departure.state]).to.deep.equal([202, 'leaving'])
    const refused = await buy('order-2')
    expect([refused.status, refused.body.code]).to.deep.equal([403, 'partner_leaving'])
    expect((await hold()).body.code).to.equal('partner_leaving')
    expect((await read()).departure).to.deep.include({
      stage: 'winding_down',
      open: { entries: '1', holds: '0', burns: '0', restorations: '0' },
    })
    // The answer to the same purchase again is the first one.
    expect((await buy('order-1')).body.code).to.equal(undefined)
    expect((await buy('order-1', other)).status).to.equal(201)
    expect((await hold(other)).body.code).to.not.equal('partner_leaving')
    expect((await read(other)).departure).to.equal(null)
  })

  it('takes returns until the moment that it was told, and none from then on', async () => {
    await buy('order-1')
    const { departure } = (await retire({ returnsDays: 2 })).body
    expect(departure.returnsUntil).to.equal(new Date(NOW.getTime() + 2 * DAY_MS).toISOString())
    api.clock.advance(2 * DAY_MS - 1)
    expect((await bringBack('return-1')).status).to.equal(201)
    api.clock.advance(1)
    const refused = await bringBack('return-2')
    expect([refused.status, refused.body.code]).to.deep.equal([403, 'partner_left'])
  })

  it('has 31 days for that unless told otherwise, and at most a year', async () => {
    expect((await retire({ returnsDays: RETURNS_DAYS_MAX + 1 })).body.code).to.equal('malformed_request')
    expect((await retire({ returnsDays: -1 })).body.code).to.equal('malformed_request')
    const { departure } = (await retire()).body
    expect(departure.returnsUntil).to.equal(new Date(NOW.getTime() + 31 * DAY_MS).toISOString())
  })

  it('is asked once: again changes nothing, and is told to it alone', async () => {
    const first = (await retire()).body
    api.clock.advance(DAY_MS)
    expect((await retire({ returnsDays: 1 })).body).to.deep.equal(first)
    const events = async ({ key }: TestPartner) => (await send(api.url, '/v1/events', { key })).body.data
    expect((await events(partner)).map(({ type }: { type: string }) => type)).to.deep.equal(['partner.leaving'])
    expect(await events(other)).to.deep.equal([])
  })

  it('has its allowance raised no more, until it stays after all', async () => {
    await retire()
    const raise = () => ask(at(partner, '/allowance'), { change: 'raise', points: '1' })
    expect((await raise()).body.code).to.equal('partner_leaving')
    expect((await ask(at(partner, '/keep'))).status).to.equal(200)
    expect((await raise()).status).to.equal(202)
    expect((await buy('order-1')).status).to.equal(201)
    expect((await read()).departure).to.equal(null)
    expect((await retire()).body.departure.state).to.equal('leaving')
  })

  it('is resumed first where it is suspended: it could post nothing of what is open', async () => {
    await ask(at(partner, '/suspend'))
    expect((await retire()).body.code).to.equal('partner_suspended')
    await ask(at(partner, '/resume'))
    expect((await retire()).status).to.equal(202)
  })

  it('is not asked by itself, by another partner, or by an operator without the scope', async () => {
    const { apiKey } = (
      await ask('/v1/operator-keys', { label: 'Marie', scopes: ['operator:read', 'operator:powers'] })
    ).body
    for (const key of [partner.key, other.key, apiKey]) {
      for (const what of ['/retire', '/keep', '/next-key'])
        expect((await ask(at(partner, what), {}, key)).body.code, what).to.equal('scope_missing')
    }
    expect((await ask('/v1/partners/99/retire')).body.code).to.equal('partner_unknown')
    expect((await send(api.url, '/v1/partners/99', { key: operator })).body.code).to.equal('partner_unknown')
    expect(await db.partnerDeparture.count()).to.equal(0)
  })

  it('begins to change its key with a hosted one that is encrypted, or with its own, one at a time', async () => {
    const { status, body } = await ask(at(partner, '/next-key'))
    expect(status).to.equal(201)
    expect(body.nextKey).to.deep.include({ kind: 'hosted', issues: null, redeems: null })
    const row = await db.partnerNextKey.findUniqueOrThrow({ where: { partnerId: partner.id } })
    expect(JSON.parse(row.keystore ?? '{}')).to.include({ version: 3 })
    expect(JSON.stringify(body)).to.not.include('crypto')
    const again = await ask(at(partner, '/next-key'), { issuerAddress: `0x${'2e'.repeat(20)}` })
    expect([again.status, again.body.code, again.body.details]).to.deep.equal([
      409,
      'key_change_under_way',
      { partnerId: partner.id, address: row.address },
    ])
    expect((await read()).nextKey).to.deep.include({ address: row.address })
    const own = await ask(at(other, '/next-key'), { issuerAddress: `0x${'2e'.repeat(20)}` })
    expect(own.body.nextKey).to.deep.include({ kind: 'external', address: `0x${'2e'.repeat(20)}` })
  })
})
