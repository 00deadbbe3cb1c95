import { expect } from 'chai'

import {
  CARD_SIGN_INS_MAX,
  CARD_SIGN_INS_WINDOW_MS,
  REFUSAL_MS_MIN,
  signInCard,
} from '../../../../../server/actions/sign-in/sign-in-card.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { makeCardNumber } from '../../../../../server/domain/identifiers.ts'
import { PIN_TRIES_BEFORE_WAIT, PIN_TRIES_MAX, PIN_WAIT_MS } from '../../../../../server/domain/pins.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, anOperatorKey, aSession, OWN_ORIGIN, send } from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

const PIN = '2580'
const headers = { Origin: OWN_ORIGIN }

describe('a card member', function () {
  let db: Database
  let api: RunningApi
  let card: string
  let memberId: string
  let session: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    const enrolled = await aMember(api.deps)
    card = enrolled.card
    memberId = enrolled.member.id
    session = await aSession(api.deps, memberId)
    expect((await setPin({ pin: PIN })).status).to.equal(200)
  })

  afterEach(() => api.close())

  const setPin = (body: object, token = session) => send(api.url, '/v1/me/pin', { session: token, body })
  const signIn = (cardNumber: string, pin: string) =>
    send(api.url, '/v1/sessions', { body: { kind: 'card', cardNumber, pin }, headers })
  const codeOf = async (cardNumber: string, pin: string) => (await signIn(cardNumber, pin)).body.code
  const placeOf = (place: string, member = memberId) => ({ memberId_place: { memberId: member, place } })
  const failedTries = async () => (await db.pinPlace.findUniqueOrThrow({ where: placeOf('stranger') })).failedTries

  describe('POST /v1/sessions', function () {
    it('signs in with number and PIN, however the number is typed', async function () {
      for (const typed of [card, card.replaceAll(/(.{4})(?=.)/g, '$1 ')]) {
        const { status, body, headers: answered } = await signIn(typed, PIN)
        expect([status, body.memberId, body.hasPin]).to.deep.equal([201, memberId, true])
        const token = /entente_session=(\w+)/.exec(answered.get('set-cookie') ?? '')?.[1] ?? ''
        expect((await send(api.url, '/v1/me', { session: token })).status).to.equal(200)
      }
    })

    it('tells the same of an unknown card, one without a PIN, a wrong PIN and a locked one, and none at once', async function () {
      const without = await aMember(api.deps)
      const locked = await aMember(api.deps)
      await setPin({ pin: PIN }, await aSession(api.deps, locked.member.id))
      const stranger = { memberId: locked.member.id, place: 'stranger' }
      await db.pinPlace.create({ data: { ...stranger, failedTries: PIN_TRIES_MAX } })
      const wallet = await aMember(api.deps)
      await setPin({ pin: PIN }, await aSession(api.deps, wallet.member.id))
      await db.member.update({ where: { id: wallet.member.id }, data: { kind: 'wallet', derivationIndex: null } })
      const known = await db.memberSession.count()
      const answers = []
      for (const [number, pin] of [
        [makeCardNumber(987_654_321n), PIN],
        ['no card at all', PIN],
        [without.card, PIN],
        [wallet.card, PIN],
        [card, '2581'],
        [locked.card, PIN],
      ] as const) {
        const began = performance.now()
        const { status, body, headers: answered } = await signIn(number, pin)
        expect(performance.now() - began, number).to.be.at.least(REFUSAL_MS_MIN - 5)
        expect(answered.get('set-cookie')).to.equal(null)
        answers.push({ status, ...body, requestId: null, instance: null })
      }
      expect(answers[0]).to.include({ status: 401, code: 'sign_in_failed' })
      for (const answer of answers) expect(answer).to.deep.equal(answers[0])
      expect(await db.memberSession.count()).to.equal(known)
    })

    it('does the work of a comparison also where there is nothing to compare', async function () {
      let hashed = 0
      const pinHash: typeof api.deps.pinHash = {
        make: (...asked) => ((hashed += 1), api.deps.pinHash.make(...asked)),
        matches: (...asked) => ((hashed += 1), api.deps.pinHash.matches(...asked)),
      }
      const without = await aMember(api.deps)
      for (const cardNumber of [makeCardNumber(987_654_321n), without.card, card]) {
        hashed = 0
        const { code } = (await signInCard({ ...api.deps, pinHash }, { cardNumber, pin: '1379', device: null }).catch(
          (error: unknown) => error,
        )) as { code: string }
        expect([code, hashed]).to.deep.equal(['sign_in_failed', 1])
      }
    })

    it('counts wrong tries of strangers, and locks the PIN for them only', async function () {
      for (let tries = 1; tries <= PIN_TRIES_BEFORE_WAIT; tries += 1) {
        expect(await codeOf(card, '2581')).to.equal('sign_in_failed')
        expect(await failedTries()).to.equal(tries)
      }
      expect(await codeOf(card, PIN)).to.equal('sign_in_failed')
      expect(await failedTries()).to.equal(PIN_TRIES_BEFORE_WAIT)
      api.clock.advance(PIN_WAIT_MS)
      expect((await signIn(card, PIN)).status).to.equal(201)
      expect(await failedTries()).to.equal(0)
    })

    it('lets nobody guess faster by guessing at once', async function () {
      await Promise.all(Array.from({ length: CARD_SIGN_INS_MAX }, () => signIn(card, '2581')))
      expect(await failedTries()).to.equal(PIN_TRIES_BEFORE_WAIT)
    })

    it('takes so many tries of one card, known or not, and no more until some time is over', async function () {
      const unknown = makeCardNumber(987_654_321n)
      const all = await Promise.all(Array.from({ length: CARD_SIGN_INS_MAX }, () => codeOf(unknown, PIN)))
      expect(new Set(all)).to.deep.equal(new Set(['sign_in_failed']))
      const spaced = unknown.replaceAll(/(.{4})(?=.)/g, '$1 ')
      expect([await codeOf(unknown, PIN), await codeOf(spaced, PIN)]).to.deep.equal(
        Array.from({ length: 2 }, () => 'too_many_requests'),
      )
      expect((await signIn(card, PIN)).status).to.equal(201)
      api.clock.advance(CARD_SIGN_INS_WINDOW_MS - 1)
      expect(await codeOf(unknown, PIN)).to.equal('too_many_requests')
      api.clock.advance(1)
      expect(await codeOf(unknown, PIN)).to.equal('sign_in_failed')
    })
  })

  describe('POST /v1/me/pin', function () {
    it('changes the PIN with the old one only, and counts wrong ones', async function () {
      expect((await setPin({ pin: '1379' })).body.code).to.equal('pin_set_already')
      const wrong = await setPin({ pin: '1379', currentPin: '2581' })
      expect([wrong.status, wrong.body.code, wrong.body.details.triesLeft]).to.deep.equal([422, 'pin_wrong', 4])
      expect((await setPin({ pin: '1379', currentPin: PIN })).body.memberId).to.equal(memberId)
      expect(await codeOf(card, PIN)).to.equal('sign_in_failed')
      expect((await signIn(card, '1379')).status).to.equal(201)
    })

    it('signs out whoever else is signed in, and not the one who changes it', async function () {
      const thief = await aSession(api.deps, memberId)
      const stranger = await aSession(api.deps, (await aMember(api.deps)).member.id)
      const statusOf = async (token: string) => (await send(api.url, '/v1/me', { session: token })).status
      expect((await setPin({ pin: '1379', currentPin: '2581' })).body.code).to.equal('pin_wrong')
      expect(await statusOf(thief)).to.equal(200)
      expect((await setPin({ pin: '1379', currentPin: PIN })).status).to.equal(200)
      expect([await statusOf(thief), await statusOf(session), await statusOf(stranger)]).to.deep.equal([401, 200, 200])
    })

    for (const pin of ['1234', '9876', '0000', '123', '123456789', 'abcd', '１２３９'])
      it(`refuses ${pin}`, async function () {
        expect((await setPin({ pin, currentPin: PIN })).body.code).to.equal('malformed_request')
      })

    it('is for members whose key we keep', async function () {
      await db.member.update({ where: { id: memberId }, data: { kind: 'wallet', derivationIndex: null } })
      expect((await setPin({ pin: '1379' })).body.code).to.equal('consent_kind_unavailable')
    })

    it('is out of reach for whoever was signed in when the operator took the PIN back', async function () {
      const key = await anOperatorKey(api.deps)
      await send(api.url, `/v1/members/${memberId}/pin-reset`, { method: 'POST', key })
      expect((await setPin({ pin: '1379' })).body.code).to.equal('signed_out')
    })
  })
})
