import { expect } from 'chai'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { aPartner, send } from '../../support/coalition.ts'
import type { RunningApi } from '../../support/running-api.ts'
import { openTill, PIN, type Till } from '../../support/till.ts'

const TEXTS = { en: { title: 'A paperback', description: 'Any of them' } }

describe('a reward at the till', function () {
  let db: Database
  let api: RunningApi
  let till: Till
  beforeEach(async () => {
    ;({ db, api, till } = await openTill())
  })
  afterEach(() => api.close())

  const offer = async (terms: object = {}, key = till.partner.key): Promise<string> =>
    (await send(api.url, '/v1/rewards', { key, body: { kind: 'product', texts: TEXTS, points: '400', ...terms } })).body
      .rewardId
  const hold = (rewardId: string, changes: object = {}) => till.hold({ rewardId, points: undefined, ...changes })
  const codeOf = async (rewardId: string, changes: object = {}) => (await hold(rewardId, changes)).body.code

  it('is held at its price, consented to, and a claim once it is captured', async () => {
    const rewardId = await offer({ stock: '1' })
    const { status, body } = await hold(rewardId)
    expect(status).to.equal(201)
    expect(body).to.include({ rewardId, points: '400', state: 'held' })
    expect(await db.rewardClaim.count()).to.equal(0)
    await till.post(body.redemptionId, 'consent', { kind: 'pin', pin: PIN })
    const captured = await till.post(body.redemptionId, 'capture')
    expect(captured.body.state).to.equal('captured')
    const claim = await db.rewardClaim.findFirstOrThrow()
    expect(claim).to.include({ rewardId, redemptionId: body.redemptionId, memberId: till.memberId, state: 'issued' })
    expect((await till.post(body.redemptionId, 'capture')).body).to.deep.equal(captured.body)
    expect(await db.rewardClaim.count()).to.equal(1)
  })

  it('is out of stock while it is held, and in stock again when the till gives it up or its hold ends', async () => {
    const rewardId = await offer({ stock: '1', points: '10' })
    const first = (await hold(rewardId)).body.redemptionId
    expect(await codeOf(rewardId)).to.equal('reward_out_of_stock')
    await till.post(first, 'void')
    expect((await hold(rewardId)).status).to.equal(201)
    expect(await codeOf(rewardId)).to.equal('reward_out_of_stock')
    api.clock.advance(305_000)
    expect((await hold(rewardId)).status).to.equal(201)
    expect(await db.rewardClaim.count()).to.equal(0)
  })

  it('is refused for want of points, beyond the limit of a member, below its basket, and at another partner', async () => {
    expect(await codeOf(await offer({ points: '1001' }))).to.equal('points_insufficient')
    const once = await offer({ points: '1', perMemberMax: 1 })
    expect((await hold(once)).status).to.equal(201)
    expect(await codeOf(once)).to.equal('reward_limit_reached')
    const large = await offer({ points: '1', basketMinMinor: '2000' })
    expect(await codeOf(large, { basketMinor: '1999' })).to.equal('reward_basket_too_small')
    expect((await hold(large, { basketMinor: '2000' })).status).to.equal(201)
    const { key } = await aPartner(api.deps, 'Stranger')
    expect(await codeOf(await offer({}, key))).to.equal('reward_unknown')
    expect(await codeOf(once, { points: '1' })).to.equal('malformed_request')
  })
})
