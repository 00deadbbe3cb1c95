import { expect } from 'chai'

import { PIN_HASHES_AT_ONCE, type PinHash } from '../../../server/actions/sign-in/pin-hash.ts'
import { createTurns } from '../../../server/actions/requests/turns.ts'
import { RESET_CODE_TRIES_MAX, RESET_CODE_WINDOW_MS } from '../../../server/actions/sign-in/set-pin.ts'
import { CARD_SIGN_INS_MAX, CARD_SIGN_INS_WINDOW_MS } from '../../../server/actions/sign-in/sign-in-card.ts'
import { DEVICE_COOKIE_PLAIN } from '../../../server/auth/sessions.ts'
import type { Database } from '../../../server/database/engine/client.ts'
import {
  DEVICE_MS_MAX,
  DEVICES_PER_MEMBER_MAX,
  PIN_TRIES_BEFORE_WAIT,
  PIN_TRIES_MAX,
  PIN_TRIES_TOGETHER_MAX,
  PIN_WAIT_MS,
} from '../../../server/domain/pins.ts'
import { DAY_MS } from '../../../server/domain/utc-days.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import { aMember, anOperatorKey, aPartner, aSession, OWN_ORIGIN, send, type TestPartner } from './support/coalition.ts'
import { startApi, type RunningApi, type TestDeps } from './support/running-api.ts'
import { aTill, givePoints, PIN, type Till } from './support/till.ts'

const WRONG = '9753'
const HOUR_MS = 3_600_000

/** Tests here are about what is counted and not about what argon2 costs. */
const quickHash: PinHash = {
  make: (pin) => Promise.resolve(`made ${pin}`),
  matches: (hashed, pin) => Promise.resolve(hashed === `made ${pin}`),
}

describe('guessing PINs', function () {
  this.timeout(60_000)

  let db: Database
  let api: RunningApi
  let till: Till

  const begin = async (overrides: Partial<TestDeps> = {}) => {
    db = await sharedTestDatabase()
    api = await startApi(db, {
      overrides: { pinHash: quickHash, ...overrides },
      rateLimits: { signInsPerAddressMax: 1_000 },
    })
    till = await aTill(api, db, 100_000n)
  }

  beforeEach(() => begin())
  afterEach(() => api.close())

  const signIn = (pin: string, { device, card = till.card }: { device?: string; card?: string } = {}) =>
    send(api.url, '/v1/sessions', {
      body: { kind: 'card', cardNumber: card, pin },
      headers: { Origin: OWN_ORIGIN, ...(device === undefined ? {} : { Cookie: `${DEVICE_COOKIE_PLAIN}=${device}` }) },
    })
  const codeOf = async (answer: ReturnType<typeof signIn>) => (await answer).body.code as string | undefined
  const deviceOf = ({ headers }: Awaited<ReturnType<typeof signIn>>) =>
    /entente_device=(\w+)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? ''

  /** Wrong tries of somebody who has the card number and nothing else, as many as they like: they wait where they must. */
  async function guessAsStranger(times: number) {
    for (let at = 0; at < times; at += 1) {
      api.clock.advance(CARD_SIGN_INS_WINDOW_MS)
      expect(await codeOf(signIn(WRONG))).to.equal('sign_in_failed')
    }
  }

  let sold = 0
  const holdAt = async (partner: TestPartner, card = till.card) => {
    const body = {
      reference: `G${(sold += 1)}`,
      member: { kind: 'card', value: card },
      points: '1',
      expiresInSeconds: 900,
    }
    return (await send(api.url, '/v1/redemptions', { key: partner.key, body })).body
  }
  const consentAt = (partner: TestPartner, redemptionId: string, pin: string) =>
    send(api.url, `/v1/redemptions/${redemptionId}/consent`, { key: partner.key, body: { kind: 'pin', pin } })
  /** One try at a till of a partner. */
  const tryAt = async (partner: TestPartner, pin: string, card = till.card) => {
    const { redemptionId } = await holdAt(partner, card)
    const answer = await consentAt(partner, redemptionId, pin)
    await send(api.url, `/v1/redemptions/${redemptionId}/void`, { key: partner.key, method: 'POST' })
    return answer
  }
  /** Another card member with points and a PIN. */
  const aCard = async () => {
    const { member, card } = await aMember(api.deps)
    await givePoints(db, member.address, 1_000n)
    const session = await aSession(api.deps, member.id)
    await send(api.url, '/v1/me/pin', { session, body: { pin: PIN } })
    return { card, memberId: member.id }
  }

  describe('by a stranger', function () {
    it('locks out neither the owner at a till nor the browser in which the owner signed in before', async function () {
      const device = deviceOf(await signIn(PIN))
      await guessAsStranger(PIN_TRIES_MAX + 5)
      expect(await codeOf(signIn(PIN)), 'a stranger who guessed').to.equal('sign_in_failed')
      expect((await tryAt(till.partner, PIN)).body.state).to.equal('consented')
      expect((await signIn(PIN, { device })).status).to.equal(201)
    })

    it('does not use up how often that browser may sign in', async function () {
      const device = deviceOf(await signIn(PIN))
      await Promise.all(Array.from({ length: CARD_SIGN_INS_MAX }, () => signIn(WRONG)))
      expect(await codeOf(signIn(PIN))).to.equal('too_many_requests')
      expect((await signIn(PIN, { device })).status).to.equal(201)
    })

    it('is not helped by a browser that is known to somebody else', async function () {
      const { card } = await aCard()
      const device = deviceOf(await signIn(PIN, { card }))
      for (let at = 0; at < PIN_TRIES_BEFORE_WAIT; at += 1) await signIn(WRONG, { device })
      expect(await codeOf(signIn(PIN))).to.equal('sign_in_failed')
      expect(
        await db.pinPlace.count({ where: { memberId: till.memberId, place: { startsWith: 'device:' } } }),
      ).to.equal(0)
    })

    it('ends after so many tries in all places where the right PIN was never given, and leaves the owner those where it was', async function () {
      const known = till.partner
      expect((await tryAt(known, PIN)).body.state).to.equal('consented')
      const others = await Promise.all(['A', 'B', 'C', 'D', 'E', 'F'].map((name) => aPartner(api.deps, name)))
      let wrong = 0
      for (const partner of others) {
        for (let at = 0; at < PIN_TRIES_MAX && wrong < PIN_TRIES_TOGETHER_MAX; at += 1) {
          if (at === PIN_TRIES_BEFORE_WAIT) api.clock.advance(PIN_WAIT_MS)
          const { body } = await tryAt(partner, WRONG)
          wrong += 1
          const isLast =
            wrong === PIN_TRIES_TOGETHER_MAX || at === PIN_TRIES_BEFORE_WAIT - 1 || at === PIN_TRIES_MAX - 1
          expect(body.code, `try ${wrong}`).to.equal(isLast ? 'pin_locked' : 'pin_wrong')
        }
      }
      const fresh = await aPartner(api.deps, 'Z')
      const { body } = await tryAt(fresh, PIN)
      expect([body.code, body.details]).to.deep.equal(['pin_locked', undefined])
      expect(await codeOf(signIn(PIN))).to.equal('sign_in_failed')
      expect((await tryAt(known, PIN)).body.state).to.equal('consented')
      // The owner chooses another one at the till that knows them, and all others take it.
      const path = `/v1/members/${till.memberId}/pin`
      expect((await send(api.url, path, { key: known.key, body: { pin: '7391', currentPin: PIN } })).status).to.equal(
        200,
      )
      expect((await tryAt(fresh, '7391')).body.state).to.equal('consented')
    })
  })

  describe('a browser that is known', function () {
    const knows = async (device: string) => {
      await db.pinPlace.updateMany({ where: { place: 'stranger' }, data: { failedTries: PIN_TRIES_MAX } })
      return (await signIn(PIN, { device })).status === 201
    }
    const lockStrangers = () => guessAsStranger(PIN_TRIES_BEFORE_WAIT)

    it('keeps a cookie that no script reads, of which only the hash is stored, also after the member signs out', async function () {
      const answer = await signIn(PIN)
      const cookie = answer.headers.getSetCookie().find((one) => one.startsWith(DEVICE_COOKIE_PLAIN)) ?? ''
      expect(cookie).to.match(/^entente_device=[0-9a-f]{64}; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Strict$/)
      const device = deviceOf(answer)
      expect(JSON.stringify(await db.pinPlace.findMany())).not.to.include(device)
      expect(deviceOf(await signIn(PIN, { device }))).to.equal(device)
    })

    it('locks for itself alone', async function () {
      const device = deviceOf(await signIn(PIN))
      for (let at = 0; at < PIN_TRIES_BEFORE_WAIT; at += 1) await signIn(WRONG, { device })
      expect(await codeOf(signIn(PIN, { device }))).to.equal('sign_in_failed')
      expect((await signIn(PIN)).status).to.equal(201)
    })

    it('is forgotten when the PIN is changed elsewhere or reset, and not when it is changed there', async function () {
      const device = deviceOf(await signIn(PIN))
      const elsewhere = deviceOf(await signIn(PIN))
      const session = await aSession(api.deps, till.memberId)
      const change = (pin: string, currentPin: string) =>
        fetch(`${api.url}/v1/me/pin`, {
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
      const key = await anOperatorKey(api.deps)
      await send(api.url, `/v1/members/${till.memberId}/pin-reset`, { method: 'POST', key })
      expect(
        await db.pinPlace.count({ where: { place: { startsWith: 'device:' }, lastRightAt: { not: null } } }),
      ).to.equal(0)
    })

    it('is forgotten when it was not used for so long, and when so many others came after it', async function () {
      const device = deviceOf(await signIn(PIN))
      api.clock.advance(1)
      const others = []
      for (let at = 0; at < DEVICES_PER_MEMBER_MAX; at += 1) {
        api.clock.advance(CARD_SIGN_INS_WINDOW_MS)
        others.push(deviceOf(await signIn(PIN)))
      }
      await lockStrangers()
      const [first = ''] = others
      expect([await knows(device), await knows(first)]).to.deep.equal([false, true])
      api.clock.advance(DEVICE_MS_MAX)
      expect(await knows(first)).to.equal(false)
    })
  })

  describe('by a partner on many cards', function () {
    const limits = { cardsPerHourMax: 4, cardsPerDayMax: 6 }

    beforeEach(async function () {
      await api.close()
      await begin({ wrongPinLimits: limits })
    })

    /** One wrong try on each of so many cards. */
    const guessOn = async (partner: TestPartner, cards: number) => {
      for (let at = 0; at < cards; at += 1)
        expect((await tryAt(partner, WRONG, (await aCard()).card)).body.code).to.equal('pin_wrong')
    }

    it('pauses its PINs for the hour, and nothing else of it, nor the same PINs at another partner', async function () {
      const { partner } = till
      await guessOn(partner, limits.cardsPerHourMax - 1)
      expect((await tryAt(partner, PIN)).body.state, 'one card before the limit').to.equal('consented')
      await guessOn(partner, 1)
      const paused = await tryAt(partner, PIN)
      expect([paused.status, paused.body.code, paused.headers.get('retry-after')]).to.deep.equal([
        429,
        'pin_tries_paused',
        '3600',
      ])
      expect(paused.body.details.pausedUntil).to.equal(new Date(api.clock.now().getTime() + HOUR_MS).toISOString())
      // The order may be approved on the phone, and the rest of the till goes on.
      const sale = {
        orderRef: 'o',
        member: { kind: 'card', value: till.card },
        currency: 'GBP',
        occurredAt: api.clock.now(),
        amountMinor: '1000',
      }
      expect((await send(api.url, '/v1/purchases', { key: partner.key, body: sale })).status).to.equal(201)
      const other = await aPartner(api.deps, 'Other')
      expect((await tryAt(other, PIN)).body.state).to.equal('consented')
      const metrics = await (await fetch(`${api.url}/metrics`)).text()
      expect(metrics).to.include(`entente_pin_tries_paused{partner="${partner.id}"} 1`)
      api.clock.advance(HOUR_MS - 1)
      expect((await tryAt(partner, PIN)).body.code).to.equal('pin_tries_paused')
      api.clock.advance(1)
      expect((await tryAt(partner, PIN)).body.state).to.equal('consented')
      expect(await (await fetch(`${api.url}/metrics`)).text()).not.to.include('entente_pin_tries_paused{')
    })

    it('pauses them for the day when it is done slowly', async function () {
      const { partner } = till
      for (let at = 0; at < limits.cardsPerDayMax; at += 1) {
        await guessOn(partner, 1)
        api.clock.advance(HOUR_MS)
      }
      expect((await tryAt(partner, PIN)).body.code).to.equal('pin_tries_paused')
      api.clock.advance(DAY_MS - limits.cardsPerDayMax * HOUR_MS)
      expect((await tryAt(partner, PIN)).body.state).to.equal('consented')
    })

    it('does not count cards for which the right PIN followed', async function () {
      const { partner } = till
      for (let at = 0; at < limits.cardsPerHourMax + 1; at += 1) {
        const { card } = await aCard()
        expect((await tryAt(partner, WRONG, card)).body.code).to.equal('pin_wrong')
        expect((await tryAt(partner, PIN, card)).body.state).to.equal('consented')
      }
    })

    it('counts through approval links and changes of PINs as well, which the partner could use instead', async function () {
      const { partner } = till
      for (let at = 0; at < limits.cardsPerHourMax; at += 1) {
        const { card, memberId } = await aCard()
        if (at % 2 === 0) {
          const body = { pin: '7391', currentPin: WRONG }
          expect((await send(api.url, `/v1/members/${memberId}/pin`, { key: partner.key, body })).body.code).to.equal(
            'pin_wrong',
          )
          continue
        }
        const { redemptionId, approvalUrl } = await holdAt(partner, card)
        const answer = await send(api.url, `/v1/approvals/${redemptionId}/consent`, {
          headers: { 'Entente-Approval': approvalUrl.split('#')[1] },
          body: { kind: 'pin', pin: WRONG },
        })
        expect(answer.body.code).to.equal('pin_wrong')
      }
      expect((await tryAt(partner, PIN)).body.code).to.equal('pin_tries_paused')
    })

    it('leaves the phone of the member to approve what the till cannot', async function () {
      const { partner } = till
      const device = deviceOf(await signIn(PIN))
      await guessOn(partner, limits.cardsPerHourMax)
      const { redemptionId, approvalUrl } = await holdAt(partner)
      const answer = await send(api.url, `/v1/approvals/${redemptionId}/consent`, {
        headers: { 'Entente-Approval': approvalUrl.split('#')[1], Cookie: `${DEVICE_COOKIE_PLAIN}=${device}` },
        body: { kind: 'pin', pin: PIN },
      })
      expect(answer.body.state).to.equal('consented')
    })
  })

  describe('reset codes', function () {
    it('may be tried so often by one partner for one member, and then still by another', async function () {
      const key = await anOperatorKey(api.deps)
      const { body } = await send(api.url, `/v1/members/${till.memberId}/pin-reset`, { method: 'POST', key })
      const setWith = async (partner: TestPartner, resetCode: string) =>
        (
          await send(api.url, `/v1/members/${till.memberId}/pin`, {
            key: partner.key,
            body: { pin: '7391', resetCode },
          })
        ).body
      const wrong = 'AAAA-AAAA-AAAA'
      for (let at = 0; at < RESET_CODE_TRIES_MAX; at += 1)
        expect((await setWith(till.partner, wrong)).code).to.equal('reset_code_wrong')
      expect((await setWith(till.partner, body.resetCode)).code).to.equal('too_many_requests')
      expect((await setWith(await aPartner(api.deps, 'Other'), body.resetCode)).memberId).to.equal(till.memberId)
      api.clock.advance(RESET_CODE_WINDOW_MS)
      expect((await setWith(till.partner, body.resetCode)).code).to.equal('pin_set_already')
    })
  })

  describe('on two servers', function () {
    it('is counted together for a card', async function () {
      const other = await startApi(db, {
        overrides: { pinHash: quickHash },
        rateLimits: { signInsPerAddressMax: 1_000 },
      })
      try {
        const at = [api.url, other.url]
        const tryCard = async (url: string) => {
          const body = { kind: 'card', cardNumber: till.card, pin: WRONG }
          return (await send(url, '/v1/sessions', { body, headers: { Origin: OWN_ORIGIN } })).body.code
        }
        const codes = []
        for (let times = 0; times < CARD_SIGN_INS_MAX + 2; times += 1) codes.push(await tryCard(at[times % 2] ?? ''))
        expect(codes).to.deep.equal([
          ...Array.from({ length: CARD_SIGN_INS_MAX }, () => 'sign_in_failed'),
          ...Array.from({ length: 2 }, () => 'too_many_requests'),
        ])
      } finally {
        await other.close()
      }
    })

    it('allows so many sign-ins of one address in both together, and says after how long there are more', async function () {
      const limited = [
        await startApi(db, { rateLimits: { signInsPerAddressMax: 2 } }),
        await startApi(db, { rateLimits: { signInsPerAddressMax: 2 } }),
      ]
      try {
        const tryAny = (server: RunningApi | undefined, card: string) =>
          send(server?.url ?? '', '/v1/sessions', {
            body: { kind: 'card', cardNumber: card, pin: WRONG },
            headers: { Origin: OWN_ORIGIN },
          })
        const [first, second] = limited
        const answers = [
          await tryAny(first, '1'),
          await tryAny(second, '2'),
          await tryAny(first, '3'),
          await tryAny(second, '4'),
        ]
        expect(answers.map(({ body }) => body.code)).to.deep.equal([
          'sign_in_failed',
          'sign_in_failed',
          'too_many_requests',
          'too_many_requests',
        ])
        expect(Number(answers[2]?.headers.get('retry-after'))).to.be.within(1, 60)
      } finally {
        await Promise.all(limited.map((server) => server.close()))
      }
    })

    it('lets nobody in while tries cannot be counted, and says that it is the service', async function () {
      await db.$executeRaw`alter table try_count rename to try_count_elsewhere`
      try {
        const { status, body } = await signIn(PIN)
        expect([status, body.code]).to.deep.equal([503, 'service_unavailable'])
      } finally {
        await db.$executeRaw`alter table try_count_elsewhere rename to try_count`
      }
    })
  })

  describe('by a flood of comparisons', function () {
    it('of one partner lets a member sign in after one of its turns, and refuses what finds no room', async function () {
      const asked: string[] = []
      const order: string[] = []
      const letGo: (() => void)[] = []
      const turns = createTurns({ runningMax: PIN_HASHES_AT_ONCE, waitingMax: 20 })
      const hashing = (turn: string, result: () => Promise<boolean>) => {
        asked.push(turn)
        return turns.take(turn, async () => {
          order.push(turn)
          await new Promise<void>((resolve) => letGo.push(resolve))
          return result()
        })
      }
      await api.close()
      await begin({
        pinHash: {
          ...quickHash,
          matches: (hashed, pin, turn) => hashing(turn, () => quickHash.matches(hashed, pin, turn)),
        },
      })
      const flooding = `till:${till.partner.id}`
      const { redemptionId } = await holdAt(till.partner)
      const refused: string[] = []
      const flood = Array.from({ length: 40 }, async () => {
        const { body } = await consentAt(till.partner, redemptionId, PIN)
        if (body.code === 'service_unavailable') refused.push(body.code)
      })
      // All of the flood has come when half of the room is taken and the rest refused.
      while (refused.length < 40 - PIN_HASHES_AT_ONCE - 10) await new Promise((resolve) => setTimeout(resolve, 5))
      const member = signIn(PIN)
      while (!asked.includes('stranger')) await new Promise((resolve) => setTimeout(resolve, 5))
      while (letGo.length > 0) {
        letGo.shift()?.()
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      expect((await member).status).to.equal(201)
      await Promise.all(flood)
      expect(refused).to.have.length(40 - PIN_HASHES_AT_ONCE - 10)
      expect(order.indexOf('stranger')).to.be.within(PIN_HASHES_AT_ONCE, PIN_HASHES_AT_ONCE + 1)
      expect(order.filter((turn) => turn === flooding)).to.have.length(PIN_HASHES_AT_ONCE + 10)
    })
  })
})
