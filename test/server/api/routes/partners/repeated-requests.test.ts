import { expect } from 'chai'

import { ANSWER_MS_MAX } from '../../../../../server/actions/requests/run-once.ts'
import { ROUTES } from '../../../../../server/api/routes.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, anOperatorKey, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

const RAISE = { change: 'raise', points: '500' }

describe('a request of the operator that is sent again', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let operator: string
  let raisedBefore: number

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    operator = await anOperatorKey(api.deps)
    raisedBefore = await countRaises()
  })

  afterEach(() => api.close())

  const countRaises = () => db.call.count({ where: { name: 'raise_allowance' } })
  const raises = async () => (await countRaises()) - raisedBefore
  const ask = (path: string, body?: unknown, name = 'first', key = operator) =>
    send(api.url, path, { method: 'POST', key, body, headers: { 'Idempotency-Key': name } })
  const raise = (body: object = RAISE, name?: string, key?: string) =>
    ask(`/v1/partners/${String(partner.id)}/allowance`, body, name, key)

  it('raises an allowance once, and is answered as the first time', async () => {
    const first = await raise()
    const again = await raise()
    expect([first.status, again.status, again.body]).to.deep.equal([202, 200, first.body])
    expect([first.headers.get('idempotent-replayed'), again.headers.get('idempotent-replayed')]).to.deep.equal([
      null,
      'true',
    ])
    expect(await raises()).to.equal(1)
    expect((await raise(RAISE, 'second')).status).to.equal(202)
    expect(await raises()).to.equal(2)
  })

  it('raises it once when it is sent twice at the same time', async () => {
    const statuses = (await Promise.all([raise(), raise(), raise()])).map(({ status }) => status)
    expect(
      statuses.every((status) => [200, 202, 503].includes(status)),
      String(statuses),
    ).to.equal(true)
    expect(await raises()).to.equal(1)
    expect((await raise()).status).to.equal(200)
  })

  it('is not taken for another request: of other points, for another partner, by another operator', async () => {
    await raise()
    const other = await aPartner(api.deps, 'Other')
    raisedBefore += 1
    expect((await raise({ ...RAISE, points: '501' })).body.code).to.equal('idempotency_key_reused')
    const elsewhere = await ask(`/v1/partners/${String(other.id)}/allowance`, RAISE)
    expect(elsewhere.body.code).to.equal('idempotency_key_reused')
    expect(await raises()).to.equal(1)
    expect((await raise(RAISE, 'first', await anOperatorKey(api.deps))).status).to.equal(202)
    expect(await raises()).to.equal(2)
  })

  it('leaves nothing when it is refused, and may be sent again', async () => {
    await db.partner.update({ where: { id: partner.id }, data: { status: 'left' } })
    expect((await raise()).body.code).to.equal('partner_left')
    await db.partner.update({ where: { id: partner.id }, data: { status: 'active' } })
    expect((await raise()).status).to.equal(202)
    expect(await raises()).to.equal(1)
  })

  it('waits for an answer that is on its way, and says when it was lost', async () => {
    await raise()
    await db.idempotencyKey.updateMany({ data: { status: 0, response: 'null' } })
    api.clock.advance(ANSWER_MS_MAX - 1)
    expect((await raise()).body.code).to.equal('service_unavailable')
    api.clock.advance(1)
    expect((await raise()).body.code).to.equal('answer_not_kept')
    expect(await raises()).to.equal(1)
  })

  it('issues one key, adds one partner and resets a PIN once, and keeps none of their secrets', async () => {
    const { member } = await aMember(api.deps)
    const issue = { label: 'till', scopes: ['purchases:write'] }
    const added = {
      name: 'New',
      currency: 'GBP',
      earningRule: { points: '1', perMinor: '100', pointsMax: '1000' },
      allowance: '10',
      dailyLimit: '10',
    }
    const keysBefore = await db.apiKey.count()
    const issued = await ask(`/v1/partners/${String(partner.id)}/keys`, issue, 'key')
    const joined = await ask('/v1/partners', added, 'partner')
    const reset = await ask(`/v1/members/${member.id}/pin-reset`, undefined, 'pin')
    expect([issued.status, joined.status, reset.status]).to.deep.equal([201, 201, 200])
    for (const again of [
      await ask(`/v1/partners/${String(partner.id)}/keys`, issue, 'key'),
      await ask('/v1/partners', added, 'partner'),
      await ask(`/v1/members/${member.id}/pin-reset`, undefined, 'pin'),
    ])
      expect([again.status, again.body.code]).to.deep.equal([409, 'answer_not_kept'])
    expect(await db.apiKey.count()).to.equal(keysBefore + 2)
    const kept = JSON.stringify(await db.idempotencyKey.findMany())
    for (const secret of [issued.body.apiKey, joined.body.apiKey.apiKey, reset.body.resetCode])
      expect(kept).to.not.include(secret)
  })

  it('can be told apart for everything that the operator changes by POST', () => {
    const posts = ROUTES.filter(({ method, caller }) => method === 'post' && caller === 'operator')
    expect(posts).to.have.length.above(9)
    for (const { operation, repeatable, once } of posts) {
      expect(repeatable, operation).to.equal(true)
      expect(once, operation).to.be.a('string')
    }
  })
})
