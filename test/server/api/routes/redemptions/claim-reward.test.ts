import { expect } from 'chai'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { HOLD_GRACE_MS, PIN_POINTS_PER_DAY_DEFAULT } from '../../../../../server/domain/redemption-order.ts'
import { setOwnPin } from '../../../../../server/actions/sign-in/set-own-pin.ts'
import { aMember, aPartner, aSession, send } from '../../support/coalition.ts'
import type { RunningApi } from '../../support/running-api.ts'
import { burn, givePoints, openTill, PIN, type Till } from '../../support/till.ts'

const TEXTS = { en: { title: 'A paperback', description: 'Any of them' } }

describe('a member who is signed in', function () {
  let db: Database
  let api: RunningApi
  let till: Till
  let session: string

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
    session = await aSession(api.deps, till.memberId)
  })

  afterEach(() => api.close())

  async function offer(terms: object = {}): Promise<string> {
    const body = { kind: 'product', texts: TEXTS, points: '500', ...terms }
    return (await send(api.url, '/v1/rewards', { key: till.partner.key, body })).body.rewardId
  }
  const claim = (rewardId: string, token = session) =>
    send(api.url, '/v1/me/claims', { session: token, body: { rewardId } })
  const consent = (redemptionId: string, pin = PIN, token = session) =>
    send(api.url, `/v1/me/redemptions/${redemptionId}/consent`, { session: token, body: { kind: 'pin', pin } })
  const approvals = async (token = session) => (await send(api.url, '/v1/me/approvals', { session: token })).body.data
  const claims = async () => (await send(api.url, '/v1/me/claims', { session })).body.data

  /** Claims a reward and consents. */
  async function claimed(rewardId: string): Promise<{ redemptionId: string; claimId: string }> {
    const { redemptionId } = (await claim(rewardId)).body.redemption
    return { redemptionId, claimId: (await consent(redemptionId)).body.claimId }
  }

  describe('POST /v1/me/claims', function () {
    it('holds the reward, says what is signed, and is the claim once the member consents', async function () {
      const rewardId = await offer({ stock: '1' })
      const { status, body } = await claim(rewardId)
      expect(status).to.equal(201)
      expect(body.redemption).to.include({ rewardId, partnerId: till.partner.id, points: '500', state: 'held' })
      expect(body.redemption.consentKinds).to.deep.equal(['pin'])
      expect([body.digest.length, body.typedData.primaryType, body.passkeys]).to.deep.equal([66, 'Redemption', null])
      expect(await claims()).to.deep.equal([])
      const agreed = await consent(body.redemption.redemptionId)
      expect([agreed.status, agreed.body.state]).to.deep.equal([200, 'captured'])
      const { data: items } = (await send(api.url, '/v1/me/history', { session })).body
      expect(items[0]).to.include({ kind: 'redemption', rewardTitle: 'A paperback', reference: null, points: '-500' })
      expect((await claims())[0]).to.include({ claimId: agreed.body.claimId, rewardId, state: 'issued', points: '500' })
      const again = await consent(body.redemption.redemptionId)
      expect([again.status, again.body.claimId]).to.deep.equal([200, agreed.body.claimId])
      expect(await db.rewardClaim.count()).to.equal(1)
    })

    it('is one hold however often the page is loaded, and a new one when it has ended', async function () {
      const rewardId = await offer({ perMemberMax: 1 })
      const first = (await claim(rewardId)).body.redemption.redemptionId
      expect((await claim(rewardId)).body.redemption.redemptionId).to.equal(first)
      api.clock.advance(300_000 + HOLD_GRACE_MS)
      expect((await consent(first)).body.code).to.equal('hold_expired')
      expect((await claim(rewardId)).body.redemption.redemptionId).to.not.equal(first)
      expect(await db.rewardClaim.count()).to.equal(0)
    })

    it('refuses what cannot be had', async function () {
      const codeOf = async (rewardId: string) => (await claim(rewardId)).body.code
      expect(await codeOf(till.memberId)).to.equal('reward_unknown')
      expect(await codeOf(await offer({ basketMinMinor: '1' }))).to.equal('reward_basket_too_small')
      expect(await codeOf(await offer({ points: '1001' }))).to.equal('points_insufficient')
      expect(await codeOf(await offer({ stock: '0' }))).to.equal('reward_out_of_stock')
      const once = await offer({ points: '1', perMemberMax: 1 })
      await claimed(once)
      expect(await codeOf(once)).to.equal('reward_limit_reached')
      const withdrawn = await offer()
      await send(api.url, `/v1/rewards/${withdrawn}/withdraw`, { method: 'POST', key: till.partner.key })
      expect(await codeOf(withdrawn)).to.equal('reward_unavailable')
      await db.member.update({ where: { id: till.memberId }, data: { frozenAt: api.clock.now() } })
      expect(await codeOf(await offer())).to.equal('member_frozen')
    })

    it('gives the last one to one of two members who race for it', async function () {
      const { member } = await aMember(api.deps)
      await givePoints(db, member.address, 500n)
      await setOwnPin(api.deps, { memberId: member.id, pin: PIN, currentPin: null, device: null })
      const other = await aSession(api.deps, member.id)
      const rewardId = await offer({ stock: '1' })
      const race = async (token: string) => {
        const { status, body } = await claim(rewardId, token)
        return status === 201 ? (await consent(body.redemption.redemptionId, PIN, token)).body.state : body.code
      }
      const outcomes = await Promise.all([race(session), race(other)])
      expect(outcomes.sort()).to.deep.equal(['captured', 'reward_out_of_stock'])
      expect(await db.rewardClaim.count()).to.equal(1)
    })
  })

  describe('POST /v1/me/redemptions/{redemptionId}/consent', function () {
    it('consents at a till, which captures for itself', async function () {
      const { redemptionId } = (await till.hold()).body
      expect((await approvals()).map((one: { redemptionId: string }) => one.redemptionId)).to.deep.equal([redemptionId])
      expect((await consent(redemptionId)).body.state).to.equal('consented')
      expect((await till.post(redemptionId, 'capture')).body.state).to.equal('captured')
      expect(await approvals()).to.deep.equal([])
    })

    it("knows nothing of another member's, and counts wrong PINs", async function () {
      const { redemptionId } = (await till.hold()).body
      const stranger = await aSession(api.deps, (await aMember(api.deps)).member.id)
      const { status, body } = await consent(redemptionId, PIN, stranger)
      expect([status, body.code]).to.deep.equal([404, 'redemption_unknown'])
      expect(await approvals(stranger)).to.deep.equal([])
      const wrong = await consent(redemptionId, '1379')
      expect([wrong.body.code, wrong.body.details.triesLeft]).to.deep.equal(['pin_wrong', 4])
      const own = (await claim(await offer())).body.redemption.redemptionId
      expect((await consent(own, '1379')).body.details.triesLeft).to.equal(3)
      expect(await db.rewardClaim.count()).to.equal(0)
    })
  })

  describe('GET /v1/me/approvals', function () {
    it('lists open holds at tills, newest first, and not what the member claims', async function () {
      const [first, second] = [(await till.hold()).body.redemptionId, (await till.hold()).body.redemptionId]
      await claim(await offer())
      const listed = await approvals()
      expect(listed.map((one: { redemptionId: string }) => one.redemptionId)).to.deep.equal([second, first])
      expect(listed[0]).to.include({ partnerName: 'Harbour Books', points: '100', state: 'held', memberKind: 'card' })
      await till.post(second, 'void')
      expect(await approvals()).to.have.length(1)
      api.clock.advance(300_000)
      expect(await approvals()).to.deep.equal([])
    })
  })

  it('spends with the PIN no more in a day than the cap, by claims and at tills together', async function () {
    await givePoints(db, till.account, PIN_POINTS_PER_DAY_DEFAULT)
    await claimed(await offer({ points: String(PIN_POINTS_PER_DAY_DEFAULT - 1n) }))
    const { redemptionId } = (await claim(await offer({ points: '2' }))).body.redemption
    const { code, details } = (await consent(redemptionId)).body
    expect([code, details.pointsLeft]).to.deep.equal(['pin_cap_reached', '1'])
    const { body: held } = await till.hold({ points: '2' })
    const atTill = await till.post(held.redemptionId, 'consent', { kind: 'pin', pin: PIN })
    expect(atTill.body.code).to.equal('pin_cap_reached')
    const { body: last } = await till.hold({ points: '1' })
    const taken = await till.post(last.redemptionId, 'consent', { kind: 'pin', pin: PIN })
    expect(taken.body.state).to.equal('consented')
  })

  describe('POST /v1/claims/{claimId}/cancel', function () {
    const act = (verb: 'cancel' | 'redeem', claimId: string, key = till.partner.key) =>
      send(api.url, `/v1/claims/${claimId}/${verb}`, {
        method: 'POST',
        key,
        ...(verb === 'redeem' ? { body: { beforeBurned: true } } : {}),
      })

    it('has the points restored, once, when they are burned', async function () {
      const { redemptionId, claimId } = await claimed(await offer())
      expect((await act('cancel', claimId)).body.code).to.equal('redemption_not_burned')
      expect((await claims())[0].state).to.equal('issued')
      await burn(db, redemptionId)
      const answers = await Promise.all([act('cancel', claimId), act('cancel', claimId)])
      expect(answers.map(({ status, body }) => [status, body.state])).to.deep.equal([
        [200, 'cancelled'],
        [200, 'cancelled'],
      ])
      const rows = await db.restoration.findMany()
      expect(rows.map(({ redemptionId: id, points, state }) => [id, points, state])).to.deep.equal([
        [redemptionId, 500n, 'requested'],
      ])
      expect((await act('redeem', claimId)).body.code).to.equal('claim_not_usable')
    })

    it('restores what a till has not given back yet', async function () {
      const { redemptionId, claimId } = await claimed(await offer())
      await burn(db, redemptionId)
      await till.post(redemptionId, 'restorations', { reference: 'part', points: '200' })
      expect((await act('cancel', claimId)).body.state).to.equal('cancelled')
      const points = (await db.restoration.findMany()).map((row) => row.points)
      expect(points.sort()).to.deep.equal([200n, 300n])
    })

    it('refuses one whose reference a till has used for something else', async function () {
      const { redemptionId, claimId } = await claimed(await offer())
      await burn(db, redemptionId)
      await till.post(redemptionId, 'restorations', { reference: `cancelled-claim:${claimId}`, points: '200' })
      const { status, body } = await act('cancel', claimId)
      expect([status, body.code, body.details.fields]).to.deep.equal([409, 'restoration_conflict', ['points']])
      expect((await claims())[0].state).to.equal('issued')
    })

    it("refuses a used one, and another partner's", async function () {
      const { redemptionId, claimId } = await claimed(await offer())
      await burn(db, redemptionId)
      const stranger = await aPartner(api.deps, 'Stranger')
      expect((await act('cancel', claimId, stranger.key)).body.code).to.equal('claim_unknown')
      expect((await act('redeem', claimId)).status).to.equal(200)
      const { status, body } = await act('cancel', claimId)
      expect([status, body.code, body.details.state]).to.deep.equal([409, 'claim_not_usable', 'redeemed'])
      expect(await db.restoration.count()).to.equal(0)
    })
  })

  describe('a reward whose points a till restores', function () {
    const restore = (redemptionId: string, reference: string, points: string) =>
      till.post(redemptionId, 'restorations', { reference, points })
    const stateOf = async () => (await claims())[0].state
    const redeem = (claimId: string) =>
      send(api.url, `/v1/claims/${claimId}/redeem`, { key: till.partner.key, body: { beforeBurned: true } })

    async function burned(terms: object = {}): Promise<{ rewardId: string; redemptionId: string; claimId: string }> {
      const rewardId = await offer(terms)
      const had = await claimed(rewardId)
      await burn(db, had.redemptionId)
      return { rewardId, ...had }
    }

    it('loses its claim, and is in stock for the same member again', async function () {
      const { rewardId, redemptionId, claimId } = await burned({ stock: '1', perMemberMax: 1, points: '400' })
      expect((await claim(rewardId)).body.code).to.equal('reward_limit_reached')
      expect((await restore(redemptionId, 'w', '400')).status).to.equal(201)
      expect(await stateOf()).to.equal('cancelled')
      expect((await redeem(claimId)).body.details.state).to.equal('cancelled')
      expect((await claim(rewardId)).status).to.equal(201)
    })

    it('keeps its claim until the last point goes back', async function () {
      const { redemptionId } = await burned()
      await restore(redemptionId, 'a', '499')
      expect(await stateOf()).to.equal('issued')
      await restore(redemptionId, 'b', '1')
      expect(await stateOf()).to.equal('cancelled')
    })

    it('loses a claim that was used, too: the goods came back', async function () {
      const { redemptionId, claimId } = await burned()
      await redeem(claimId)
      await restore(redemptionId, 'w', '500')
      const { state, redeemedAt, cancelledAt } = await db.rewardClaim.findUniqueOrThrow({ where: { id: claimId } })
      expect([state, redeemedAt, cancelledAt]).to.deep.equal(['cancelled', api.clock.now(), api.clock.now()])
    })

    it('is cancelled once, whether its till or its claim comes first', async function () {
      const { redemptionId, claimId } = await burned()
      const cancelled = () => send(api.url, `/v1/claims/${claimId}/cancel`, { method: 'POST', key: till.partner.key })
      const [restored, answer] = await Promise.all([restore(redemptionId, 'w', '500'), cancelled()])
      expect(answer.body.state).to.equal('cancelled')
      expect([undefined, 'restoration_exceeds_redemption']).to.include(restored.body.code)
      expect((await db.restoration.findMany()).map(({ points }) => points)).to.deep.equal([500n])
    })

    for (const way of ['restore', 'cancel'] as const)
      it(`gives a gift code back to the pool, unless it was seen (${way})`, async function () {
        const rewardId = await offer({ kind: 'gift_code', points: '100' })
        await send(api.url, `/v1/rewards/${rewardId}/codes`, { key: till.partner.key, body: { codes: ['A', 'B'] } })
        const undo = async ({ redemptionId, claimId }: { redemptionId: string; claimId: string }) => {
          if (way === 'restore') return restore(redemptionId, redemptionId, '100')
          return send(api.url, `/v1/claims/${claimId}/cancel`, { method: 'POST', key: till.partner.key })
        }
        const left = async () => (await send(api.url, `/v1/rewards/${rewardId}`)).body.stockLeft
        const hidden = await claimed(rewardId)
        // Before its points are burned a list shows no code, and so nothing counts as seen.
        expect((await claims())[0].code).to.equal(null)
        await burn(db, hidden.redemptionId)
        expect(await left()).to.equal('1')
        await undo(hidden)
        expect(await left()).to.equal('2')
        const seen = await claimed(rewardId)
        await burn(db, seen.redemptionId)
        expect((await claims())[0].code).to.equal('A')
        await undo(seen)
        expect([await left(), (await claims())[0].code]).to.deep.equal(['1', null])
        const next = await claimed(rewardId)
        await burn(db, next.redemptionId)
        expect((await claims())[0].code).to.equal('B')
      })

    it('either shows its code and keeps it, or frees it and shows none', async function () {
      const rewardId = await offer({ kind: 'gift_code', points: '10' })
      const codes = Array.from({ length: 8 }, (_, at) => `C${String(at)}`)
      await send(api.url, `/v1/rewards/${rewardId}/codes`, { key: till.partner.key, body: { codes } })
      for (let at = 0; at < codes.length; at += 1) {
        const { redemptionId, claimId } = await claimed(rewardId)
        await burn(db, redemptionId)
        const [shown] = await Promise.all([claims(), restore(redemptionId, `w${String(at)}`, '10')])
        const row = await db.rewardCode.findFirst({ where: { claimId } })
        expect(shown[0].code, String(at)).to.equal(row?.code ?? null)
      }
    })
  })
})
