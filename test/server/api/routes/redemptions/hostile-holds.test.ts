import { expect } from 'chai'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { NONCE_MAX } from '../../../../../server/domain/redemption-order.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, aPartner, send } from '../../support/coalition.ts'
import { type RunningApi, startApi } from '../../support/running-api.ts'
import { aTill, givePoints, PIN, type Till } from '../../support/till.ts'

const LIMITS = { perMemberMax: 3, perPartnerMax: 5 }

describe('a partner that holds points again and again', function () {
  let db: Database
  let api: RunningApi
  let till: Till

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db, { holdLimits: LIMITS })
    till = await aTill(api, db)
  })

  afterEach(() => api.close())

  let references = 0
  const holdAt = (key: string, card: string) =>
    send(api.url, '/v1/redemptions', {
      key,
      body: { reference: `X${(references += 1)}`, member: { kind: 'card', value: card }, points: '1' },
    })

  it('keeps no other partner from holding with twenty holds of one point', async () => {
    const answers = []
    for (let at = 0; at < 20; at += 1) answers.push(await till.hold({ points: '1' }))
    const held = answers.filter(({ status }) => status === 201)
    expect(held).to.have.length(LIMITS.perMemberMax)
    const { status, body } = answers.at(-1)!
    expect([status, body.code, body.details]).to.deep.equal([409, 'holds_too_many', { holdsMax: LIMITS.perMemberMax }])
    const { key } = await aPartner(api.deps, 'Another')
    expect((await holdAt(key, till.card)).status).to.equal(201)
    await till.post(held[0]!.body.redemptionId, 'void')
    expect((await till.hold({ points: '1' })).status).to.equal(201)
  })

  it('keeps so many holds open in total, and its quota stops nobody else', async () => {
    const { key } = till.partner
    const cards = [till.card]
    for (let at = 0; at < LIMITS.perPartnerMax; at += 1) {
      const { card, member } = await aMember(api.deps)
      await givePoints(db, member.address, 10n)
      cards.push(card)
    }
    for (const card of cards.slice(0, LIMITS.perPartnerMax)) expect((await holdAt(key, card)).status).to.equal(201)
    const refused = await holdAt(key, cards.at(-1)!)
    expect([refused.status, refused.body.code, refused.body.details]).to.deep.equal([
      409,
      'partner_holds_too_many',
      { holdsMax: LIMITS.perPartnerMax },
    ])
    const another = await aPartner(api.deps, 'Another')
    expect((await holdAt(another.key, cards.at(-1)!)).status).to.equal(201)
    api.clock.advance(300_000)
    expect((await holdAt(key, cards.at(-1)!)).status).to.equal(201)
  })

  it("is not kept from holding by what members hold there for themselves, and keeps members' own claims possible", async () => {
    await db.redemption.deleteMany()
    for (let at = 0; at < LIMITS.perPartnerMax; at += 1) {
      const { card, member } = await aMember(api.deps)
      await givePoints(db, member.address, 10n)
      const { redemptionId } = (await holdAt(till.partner.key, card)).body
      await db.redemption.update({ where: { id: redemptionId }, data: { reference: `own-claim:${redemptionId}` } })
    }
    expect((await till.hold()).status).to.equal(201)
  })

  it('uses up none of the nonces that an account has for ever', async () => {
    for (let at = 0; at < 40; at += 1) {
      const { body } = await till.hold({ points: '1' })
      await till.post(body.redemptionId, 'void')
    }
    const id = await till.consented({ points: '1' })
    expect((await till.read(id)).body.nonce).to.equal(1)
  })

  it('gives an order its nonce with the consent, in the order of the consents', async () => {
    const [first, second] = [(await till.hold()).body, (await till.hold()).body]
    expect([first.nonce, first.orderHash, second.nonce]).to.deep.equal([null, null, null])
    for (const { redemptionId } of [second, first]) await till.post(redemptionId, 'consent', { kind: 'pin', pin: PIN })
    expect((await till.read(second.redemptionId)).body).to.include({ nonce: 1, state: 'consented' })
    const { body } = await till.read(first.redemptionId)
    expect(body).to.include({ nonce: 2, state: 'consented' })
    expect(body.orderHash).to.match(/^0x[0-9a-f]{64}$/)
  })

  it('gives every one of many consents at once a nonce of its own', async () => {
    const ids = []
    for (let at = 0; at < LIMITS.perMemberMax; at += 1) ids.push((await till.hold({ points: '1' })).body.redemptionId)
    const consents = await Promise.all(ids.map((id) => till.post(id, 'consent', { kind: 'pin', pin: PIN })))
    expect(consents.map(({ body }) => body.nonce).toSorted()).to.deep.equal([1, 2, 3])
  })

  it('is refused a consent when the nonces ran out between the hold and it', async () => {
    const [last, over] = [(await till.hold()).body.redemptionId, (await till.hold()).body.redemptionId]
    const used = { partnerId: 9, account: till.account, points: 5n, reward: till.account, nonce: NONCE_MAX - 1 }
    const place = { blockNumber: 3n, logIndex: 0, transactionHash: '0x', includedAt: api.clock.now() }
    await db.redemptionEvent.create({ data: { ...used, ...place, kind: 'redeemed', orderHash: null, reason: null } })
    expect((await till.post(last, 'consent', { kind: 'pin', pin: PIN })).body.nonce).to.equal(NONCE_MAX)
    expect((await till.post(over, 'consent', { kind: 'pin', pin: PIN })).body.code).to.equal('nonces_used_up')
  })
})
