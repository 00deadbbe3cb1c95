import { expect } from 'chai'

import { CARD_SIGN_INS_MAX, CARD_SIGN_INS_WINDOW_MS } from '../../../server/actions/sign-in/sign-in-card.ts'
import { DEVICE_COOKIE_PLAIN } from '../../../server/auth/sessions.ts'
import {
  DEVICE_MS_MAX,
  DEVICES_PER_MEMBER_MAX,
  PIN_TRIES_BEFORE_WAIT,
  PIN_TRIES_MAX,
  PIN_TRIES_TOGETHER_MAX,
  PIN_WAIT_MS,
} from '../../../server/domain/pins.ts'
import { anOperatorKey, aPartner, aSession, OWN_ORIGIN, send } from './support/coalition.ts'
import { aPinGuesser, type PinGuesser, WRONG } from './support/pin-guesser.ts'
import { PIN } from './support/till.ts'

describe('guessing the PIN of one member', function () {
  this.timeout(60_000)

  let guesser: PinGuesser

  beforeEach(async function () {
    guesser = await aPinGuesser()
  })

  afterEach(() => guesser.api.close())

  describe('by a stranger', function () {
    it('locks out neither the owner at a till nor the browser in which the owner signed in before', async function () {
      const device = guesser.deviceOf(await guesser.signIn(PIN))
      await guesser.guessAsStranger(PIN_TRIES_MAX + 5)
      expect(await guesser.codeOf(guesser.signIn(PIN)), 'a stranger who guessed').to.equal('sign_in_failed')
      expect((await guesser.tryAt(guesser.till.partner, PIN)).body.state).to.equal('consented')
      expect((await guesser.signIn(PIN, { device })).status).to.equal(201)
    })

    it('does not use up how often that browser may sign in', async function () {
      const device = guesser.deviceOf(await guesser.signIn(PIN))
      await Promise.all(Array.from({ length: CARD_SIGN_INS_MAX }, () => guesser.signIn(WRONG)))
      expect(await guesser.codeOf(guesser.signIn(PIN))).to.equal('too_many_requests')
      expect((await guesser.signIn(PIN, { device })).status).to.equal(201)
    })

    it('is not helped by a browser that is known to somebody else', async function () {
      const { card } = await guesser.aCard()
      const device = guesser.deviceOf(await guesser.signIn(PIN, { card }))
      for (let at = 0; at < PIN_TRIES_BEFORE_WAIT; at += 1) await guesser.signIn(WRONG, { device })
      expect(await guesser.codeOf(guesser.signIn(PIN))).to.equal('sign_in_failed')
      expect(
        await guesser.db.pinPlace.count({
          where: { memberId: guesser.till.memberId, place: { startsWith: 'device:' } },
        }),
      ).to.equal(0)
    })

    it('ends after so many tries in all places where the right PIN was never given, and leaves the owner those where it was', async function () {
      const known = guesser.till.partner
      expect((await guesser.tryAt(known, PIN)).body.state).to.equal('consented')
      const others = await Promise.all(['A', 'B', 'C', 'D', 'E', 'F'].map((name) => aPartner(guesser.api.deps, name)))
      let wrong = 0
      for (const partner of others) {
        for (let at = 0; at < PIN_TRIES_MAX && wrong < PIN_TRIES_TOGETHER_MAX; at += 1) {
          if (at === PIN_TRIES_BEFORE_WAIT) guesser.api.clock.advance(PIN_WAIT_MS)
          const { body } = await guesser.tryAt(partner, WRONG)
          wrong += 1
          const isLast =
            wrong === PIN_TRIES_TOGETHER_MAX || at === PIN_TRIES_BEFORE_WAIT - 1 || at === PIN_TRIES_MAX - 1
          expect(body.code, `try ${wrong}`).to.equal(isLast ? 'pin_locked' : 'pin_wrong')
        }
      }
      const fresh = await aPartner(guesser.api.deps, 'Z')
      const { body } = await guesser.tryAt(fresh, PIN)
      expect([body.code, body.details]).to.deep.equal(['pin_locked', undefined])
      expect(await guesser.codeOf(guesser.signIn(PIN))).to.equal('sign_in_failed')
      expect((await guesser.tryAt(known, PIN)).body.state).to.equal('consented')
      // The owner chooses another one at the till that knows them, and all others take it.
      const path = `/v1/members/${guesser.till.memberId}/pin`
      expect(
        (await send(guesser.api.url, path, { key: known.key, body: { pin: '7391', currentPin: PIN } })).status,
      ).to.equal(200)
      expect((await guesser.tryAt(fresh, '7391')).body.state).to.equal('consented')
    })
  })

  describe('a browser that is known', function () {
    const knows = async (device: string) => {
      await guesser.db.pinPlace.updateMany({ where: { place: 'stranger' }, data: { failedTries: PIN_TRIES_MAX } })
      return (await guesser.signIn(PIN, { device })).status === 201
    }
    const lockStrangers = () => guesser.guessAsStranger(PIN_TRIES_BEFORE_WAIT)

    it('keeps a cookie that no script reads, of which only the hash is stored, also after the member signs out', async function () {
      const answer = await guesser.signIn(PIN)
      const cookie = answer.headers.getSetCookie().find((one) => one.startsWith(DEVICE_COOKIE_PLAIN)) ?? ''
      expect(cookie).to.match(/^entente_device=[0-9a-f]{64}; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Strict$/)
      const device = guesser.deviceOf(answer)
      expect(JSON.stringify(await guesser.db.pinPlace.findMany())).not.to.include(device)
      expect(guesser.deviceOf(await guesser.signIn(PIN, { device }))).to.equal(device)
    })

    it('locks for itself alone', async function () {
      const device = guesser.deviceOf(await guesser.signIn(PIN))
      for (let at = 0; at < PIN_TRIES_BEFORE_WAIT; at += 1) await guesser.signIn(WRONG, { device })
      expect(await guesser.codeOf(guesser.signIn(PIN, { device }))).to.equal('sign_in_failed')
      expect((await guesser.signIn(PIN)).status).to.equal(201)
    })

    it('is forgotten when the PIN is changed elsewhere or reset, and not when it is changed there', async function () {
      const device = guesser.deviceOf(await guesser.signIn(PIN))
      const elsewhere = guesser.deviceOf(await guesser.signIn(PIN))
      const session = await aSession(guesser.api.deps, guesser.till.memberId)
      const change = (pin: string, currentPin: string) =>
        fetch(`${guesser.api.url}/v1/me/pin`, {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            Origin: OWN_ORIGIN,
            Cookie: `entente_session=${session}; ${DEVICE_COOKIE_PLAIN}=${device}`,
          },
          body: JSON.stringify({ pin, currentPin }),
        })
      expect((await change('7391', PIN)).status).to.equal(200)
      expect((await change(PIN, '7391')).status).to.equal(200)
      await lockStrangers()
      expect([await knows(device), await knows(elsewhere)]).to.deep.equal([true, false])
      const key = await anOperatorKey(guesser.api.deps)
      await send(guesser.api.url, `/v1/members/${guesser.till.memberId}/pin-reset`, { method: 'POST', key })
      expect(
        await guesser.db.pinPlace.count({ where: { place: { startsWith: 'device:' }, lastRightAt: { not: null } } }),
      ).to.equal(0)
    })

    it('is forgotten when it was not used for so long, and when so many others came after it', async function () {
      const device = guesser.deviceOf(await guesser.signIn(PIN))
      guesser.api.clock.advance(1)
      const others = []
      for (let at = 0; at < DEVICES_PER_MEMBER_MAX; at += 1) {
        guesser.api.clock.advance(CARD_SIGN_INS_WINDOW_MS)
        others.push(guesser.deviceOf(await guesser.signIn(PIN)))
      }
      await lockStrangers()
      const [first = ''] = others
      expect([await knows(device), await knows(first)]).to.deep.equal([false, true])
      guesser.api.clock.advance(DEVICE_MS_MAX)
      expect(await knows(first)).to.equal(false)
    })
  })
})
