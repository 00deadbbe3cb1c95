import { expect } from 'chai'

import { BALANCE_HINTS_MAX, BALANCE_HINTS_WINDOW_MS } from '../../../../../server/actions/members/balance-hints.ts'
import { VISIT_MS_MAX } from '../../../../../server/actions/members/visit.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { aPartner, aSession, send, type ApiAnswer, type TestPartner } from '../../support/coalition.ts'
import { receiveCode } from '../../support/messages.ts'
import { NOW, type RunningApi } from '../../support/running-api.ts'
import { openTill, PIN, type Till } from '../../support/till.ts'

const KNOWN = { kind: 'email', value: 'ada@example.com' }
const UNKNOWN = { kind: 'email', value: 'nobody@example.com' }

describe('what a partner is told about members', function () {
  let db: Database
  let api: RunningApi
  let till: Till
  let stranger: TestPartner

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
    stranger = await aPartner(api.deps, 'Corner Bakery')
    const session = await aSession(api.deps, till.memberId)
    await send(api.url, '/v1/me/identifiers', { session, body: { identifier: KNOWN } })
    const code = await receiveCode(api)
    await send(api.url, '/v1/me/identifiers/proof', { session, body: { identifier: KNOWN, code, notices: true } })
  })

  afterEach(() => api.close())

  const sale = (member: unknown, orderRef = 'order') => ({
    orderRef,
    member,
    currency: 'GBP',
    amountMinor: '1000',
    occurredAt: NOW.toISOString(),
  })
  const as = async (partner: TestPartner, path: string, body: unknown) =>
    send(api.url, path, { key: partner.key, body })
  const asStranger = (path: string, body: unknown) => as(stranger, path, body)
  const search = async (partner: TestPartner, member: unknown) => as(partner, '/v1/members/search', member)
  const quote = async (member: unknown, points = '100', partner = till.partner) =>
    as(partner, '/v1/redemptions/quote', { member, points })

  /** Without what differs from any answer to the next. */
  const comparable = ({ status, body, headers }: ApiAnswer) => {
    const { instance: _instance, requestId: _request, ...rest } = body
    return { status, body: rest, headers: [...headers.keys()].toSorted() }
  }

  describe('where the member has nothing to do with it', function () {
    for (const [what, path, body] of [
      ['a search', '/v1/members/search', (member: unknown) => member],
      ['a purchase', '/v1/purchases', (member: unknown) => sale(member)],
      ['a return', '/v1/returns', (member: unknown) => ({ ...sale(member), orderRef: undefined, returnRef: 'return' })],
      ['a batch of purchases', '/v1/purchases/batch', (member: unknown) => ({ purchases: [sale(member)] })],
      ['a quote', '/v1/redemptions/quote', (member: unknown) => ({ member, points: '100' })],
      ['a hold', '/v1/redemptions', (member: unknown) => ({ reference: 'P1', member, points: '100' })],
    ] as const)
      it(`${what} is answered as for somebody who is no member`, async function () {
        const known = comparable(await asStranger(path, body(KNOWN)))
        expect(known).to.deep.equal(comparable(await asStranger(path, body(UNKNOWN))))
        expect(JSON.stringify(known)).to.include('member_unknown').and.to.not.include(till.memberId)
      })

    it('an enrolment is answered as for somebody who is no member, and so is all that follows', async function () {
      const steps = async (member: typeof KNOWN, orderRef: string) => {
        const enrolled = await asStranger('/v1/members', { kind: 'card', identifiers: [member] })
        const own = enrolled.body.memberId
        const bought = await asStranger('/v1/purchases', sale(member, orderRef))
        const found = await search(stranger, member)
        const again = await asStranger('/v1/members', { kind: 'card', identifiers: [member] })
        expect([bought.body.memberId, found.body.memberId]).to.deep.equal([own, own])
        return [enrolled.status, bought.status, found.status, found.body.isProven, again.body.code]
      }
      expect(await steps(KNOWN, 'a')).to.deep.equal(await steps(UNKNOWN, 'b'))
    })

    it('a wallet address or member number tells no other identifier of theirs', async function () {
      for (const reference of [
        { kind: 'wallet', value: till.account },
        { kind: 'member', value: till.memberId },
      ]) {
        const { body } = await search(stranger, reference)
        expect(body).to.deep.include({ memberId: till.memberId, identifiers: [], pointsConfirmed: null })
      }
    })

    it('buying under a wallet address or member number does not make the partner know the member', async function () {
      await asStranger('/v1/purchases', sale({ kind: 'wallet', value: till.account }, 'a'))
      await asStranger('/v1/purchases', sale({ kind: 'member', value: till.memberId }, 'b'))
      expect((await search(stranger, KNOWN)).body.code).to.equal('member_unknown')
    })
  })

  describe('once the member showed the card there', function () {
    for (const [what, act] of [
      ['a purchase', (card: object) => asStranger('/v1/purchases', sale(card))],
      ['a hold', (card: object) => asStranger('/v1/redemptions', { reference: 'P1', member: card, points: '100' })],
    ] as const)
      it(`for ${what}, they are found by what they proved`, async function () {
        expect((await act({ kind: 'card', value: till.card })).status).to.equal(201)
        expect((await search(stranger, KNOWN)).body).to.include({ memberId: till.memberId, isProven: true })
        expect((await asStranger('/v1/purchases', sale(KNOWN, 'next'))).body.memberId).to.equal(till.memberId)
      })

    it('for nothing that was recorded, they are not', async function () {
      await search(stranger, { kind: 'card', value: till.card })
      const refused = await asStranger('/v1/purchases', {
        ...sale({ kind: 'card', value: till.card }),
        currency: 'EUR',
      })
      expect(refused.status).to.equal(422)
      expect((await search(stranger, KNOWN)).body.code).to.equal('member_unknown')
    })

    it('or agreed to a redemption there, they are found too', async function () {
      const member = { kind: 'member', value: till.memberId }
      const { redemptionId } = (await asStranger('/v1/redemptions', { reference: 'P1', member, points: '100' })).body
      expect((await search(stranger, KNOWN)).body.code).to.equal('member_unknown')
      const consented = await asStranger(`/v1/redemptions/${redemptionId}/consent`, { kind: 'pin', pin: PIN })
      expect(consented.status).to.equal(200)
      expect((await search(stranger, KNOWN)).body.memberId).to.equal(till.memberId)
    })
  })

  describe('of their points', function () {
    const card = () => ({ kind: 'card', value: till.card })
    const member = () => ({ kind: 'member', value: till.memberId })

    it('is all while the card is shown, and for a while after it, to that partner only', async function () {
      const { body } = await search(till.partner, card())
      expect(body).to.include({ isPresent: true, pointsConfirmed: '1000' })
      const visit = { kind: 'visit', value: body.visit.value }
      expect((await search(till.partner, visit)).body).to.deep.include({ pointsConfirmed: '1000', visit: body.visit })
      expect((await quote(visit)).body).to.include({ pointsConfirmed: '1000', pointsAvailable: '1000' })
      expect((await search(stranger, visit)).body.code).to.equal('member_unknown')
      const forged = { ...visit, value: visit.value.replace(`.${till.partner.id}.`, `.${stranger.id}.`) }
      expect((await search(stranger, forged)).body.code).to.equal('member_unknown')
      api.clock.advance(VISIT_MS_MAX - 1)
      expect((await search(till.partner, visit)).status).to.equal(200)
      api.clock.advance(1)
      expect((await search(till.partner, visit)).body.code).to.equal('member_unknown')
    })

    it('is only whether they are enough, while it is not', async function () {
      await till.hold()
      const untold = { pointsConfirmed: null, pointsHeld: null, pointsAvailable: null, nextExpiry: null }
      for (const reference of [member(), KNOWN, { kind: 'wallet', value: till.account }]) {
        expect((await quote(reference, '900')).body).to.deep.include({ ...untold, isAllowed: true })
        expect((await quote(reference, '901')).body).to.deep.include({ ...untold, reason: 'points_insufficient' })
      }
      const { body: found } = await search(till.partner, KNOWN)
      expect(found).to.include({ isPresent: false, visit: null, pointsConfirmed: null, pointsPending: null })
      const { body: read } = await send(api.url, `/v1/members/${till.memberId}`, { key: till.partner.key })
      expect(read).to.include({ isPresent: false, pointsConfirmed: null, pointsFinal: null, pointsAvailable: null })
      const { body: refused } = await till.hold({ member: member(), points: '901' })
      expect(refused).to.deep.include({ code: 'points_insufficient', details: { pointsAsked: '901' } })
      const { body: told } = await till.hold({ points: '901' })
      expect(told.details).to.deep.equal({ pointsAsked: '901', pointsAvailable: '900' })
    })

    it('is not found out with prices, of which only so many are answered', async function () {
      for (let asked = 0; asked < BALANCE_HINTS_MAX; asked++) expect((await quote(member())).status).to.equal(200)
      expect((await quote(member())).body.code).to.equal('too_many_requests')
      expect((await till.hold({ member: member() })).body.code).to.equal('too_many_requests')
      expect((await quote(card())).status, 'with the card').to.equal(200)
      expect((await quote(member(), '100', stranger)).status, 'each partner by itself').to.equal(200)
      api.clock.advance(BALANCE_HINTS_WINDOW_MS)
      expect((await quote(member())).status).to.equal(200)
    })

    it('is not found out with holds that are refused', async function () {
      for (let asked = 0; asked < BALANCE_HINTS_MAX; asked++)
        expect((await till.hold({ member: member(), points: '2000' })).body.code).to.equal('points_insufficient')
      expect((await till.hold({ member: member(), points: '2000' })).body.code).to.equal('too_many_requests')
    })
  })

  it('is kept nowhere: no table has the address', async function () {
    const kept = await db.memberIdentifier.findMany({ where: { kind: 'email' } })
    expect(JSON.stringify(kept)).to.not.include('ada@')
  })
})
