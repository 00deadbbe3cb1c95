import { expect } from 'chai'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { REFUSALS_MAX, REFUSALS_WINDOW_MS } from '../../../../../server/domain/redemption-order.ts'
import { aMember, aSession, send } from '../../support/coalition.ts'
import type { RunningApi } from '../../support/running-api.ts'
import { givePoints, openTill, refuseSignature, type Till } from '../../support/till.ts'

describe('a member whose orders the chain refused for their signature', function () {
  let db: Database
  let api: RunningApi
  let till: Till

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
  })

  afterEach(() => api.close())

  const refuse = async (refusal: { isOurs?: boolean } = {}) =>
    refuseSignature(db, await till.consented({ points: '1' }), { includedAt: api.clock.now(), ...refusal })
  /** Refusals an hour apart; gives the time of the first. */
  const refuseOften = async (times: number): Promise<Date> => {
    const first = api.clock.now()
    for (let count = 0; count < times; count++) {
      await refuse()
      api.clock.advance(3_600_000)
    }
    return first
  }
  const quote = async () => {
    const body = { member: { kind: 'card', value: till.card }, points: '1' }
    return (await send(api.url, '/v1/redemptions/quote', { key: till.partner.key, body })).body
  }
  const hold = () => till.hold({ points: '1' })

  it('may hold while they are fewer than the most', async () => {
    await refuseOften(REFUSALS_MAX - 1)
    expect(await quote()).to.deep.include({ isAllowed: true, reason: null })
    expect((await hold()).status).to.equal(201)
  })

  it('holds nothing more after them, from the till or by a claim, until a day after the first', async () => {
    const first = await refuseOften(REFUSALS_MAX)
    const pausedUntil = new Date(first.getTime() + REFUSALS_WINDOW_MS)
    const body = { kind: 'product', texts: { en: { title: 'Tea', description: 'Green' } }, points: '1' }
    const { rewardId } = (await send(api.url, '/v1/rewards', { key: till.partner.key, body })).body
    const session = await aSession(api.deps, till.memberId)
    const claim = () => send(api.url, '/v1/me/claims', { session, body: { rewardId } })
    for (const refused of [await hold(), await claim()]) {
      expect([refused.status, refused.body.code]).to.deep.equal([409, 'refusals_too_many'])
      const details = { refusalsMax: REFUSALS_MAX, pausedUntil: pausedUntil.toISOString() }
      expect(refused.body.details).to.deep.equal(details)
    }
    expect(await quote()).to.deep.include({ isAllowed: false, reason: 'refusals_too_many' })
    api.clock.advance(pausedUntil.getTime() - api.clock.now().getTime() - 1)
    expect((await hold()).body.code).to.equal('refusals_too_many')
    api.clock.advance(1)
    expect((await hold()).status).to.equal(201)
    await refuse()
    // The window rolls: with the new one there are as many again, until a day after the second.
    expect((await hold()).body.details.pausedUntil).to.equal(new Date(pausedUntil.getTime() + 3_600_000).toISOString())
  })

  it('is the same member after the account has moved', async () => {
    await refuseOften(REFUSALS_MAX)
    const address = `0x${'ab'.repeat(20)}`
    await db.member.update({ where: { id: till.memberId }, data: { address } })
    await givePoints(db, address, 10n)
    expect((await hold()).body.code).to.equal('refusals_too_many')
  })

  it('is not stopped by refusals that others caused, nor by those for another reason or of another member', async () => {
    for (let count = 0; count < REFUSALS_MAX; count++) await refuse({ isOurs: false })
    expect((await hold()).status).to.equal(201)
    await refuseOften(REFUSALS_MAX)
    await db.redemptionEvent.updateMany({ data: { reason: 'insufficient' } })
    expect((await hold()).status).to.equal(201)
    await db.redemptionEvent.updateMany({ data: { reason: 'signature_invalid' } })
    const { member, card: value } = await aMember(api.deps)
    await givePoints(db, member.address, 10n)
    expect((await till.hold({ points: '1', member: { kind: 'card', value } })).status).to.equal(201)
    expect((await hold()).body.code).to.equal('refusals_too_many')
  })
})
