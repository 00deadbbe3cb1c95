import { expect } from 'chai'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { anOperatorKey, send } from '../../support/coalition.ts'
import { NOW, type RunningApi } from '../../support/running-api.ts'
import { burn, openTill, type Till } from '../../support/till.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

describe('the till of a partner that leaves, or while redeeming is paused', function () {
  let db: Database
  let api: RunningApi
  let till: Till
  let operator: string

  beforeEach(async () => {
    ;({ db, api, till } = await openTill())
    operator = await anOperatorKey(api.deps)
  })

  afterEach(() => api.close())

  const ask = (path: string, body: unknown) => send(api.url, path, { key: operator, body })
  const leave = (returnsDays: number) => ask(`/v1/partners/${String(till.partner.id)}/retire`, { returnsDays })
  const quote = async () => {
    const body = { member: { kind: 'card', value: till.card }, points: '100' }
    return (await send(api.url, '/v1/redemptions/quote', { key: till.partner.key, body })).body.reason
  }
  const giveBack = (id: string, reference: string) => till.post(id, 'restorations', { reference, points: '10' })

  it('captures what it held before it was asked to leave, and holds no more', async () => {
    const id = await till.consented()
    expect(await quote()).to.equal(null)
    await leave(31)
    expect((await till.post(id, 'capture')).status).to.equal(200)
    expect(await quote()).to.equal('partner_leaving')
    expect((await till.hold()).body.code).to.equal('partner_leaving')
  })

  it('gives points back until the moment that it was told, and none from then on', async () => {
    const id = await till.consented()
    await till.post(id, 'capture')
    await burn(db, id, { includedAt: NOW })
    await leave(2)
    api.clock.advance(2 * DAY_MS - 1)
    expect((await giveBack(id, 'back-1')).status).to.equal(201)
    api.clock.advance(1)
    const refused = await giveBack(id, 'back-2')
    expect([refused.status, refused.body.code]).to.deep.equal([403, 'partner_left'])
    // What was asked for in time keeps its answer.
    expect((await giveBack(id, 'back-1')).body.reference).to.equal('back-1')
  })

  it('captures what it held before redeeming was paused, and is told why it holds no more', async () => {
    const id = await till.consented()
    await ask('/v1/powers/redeeming/pause', { reason: 'a stolen key' })
    expect((await till.post(id, 'capture')).status).to.equal(200)
    expect(await quote()).to.equal('redeeming_paused')
    expect((await till.hold()).body.code).to.equal('redeeming_paused')
    await ask('/v1/powers/redeeming/resume', { reason: 'it is replaced' })
    expect(await quote()).to.equal(null)
  })
})
