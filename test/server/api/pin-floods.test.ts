import { expect } from 'chai'

import { createTurns } from '../../../server/actions/requests/turns.ts'
import { PIN_HASHES_AT_ONCE } from '../../../server/actions/sign-in/pin-hash.ts'
import { RESET_CODE_TRIES_MAX, RESET_CODE_WINDOW_MS } from '../../../server/actions/sign-in/set-pin.ts'
import { CARD_SIGN_INS_MAX } from '../../../server/actions/sign-in/sign-in-card.ts'
import { DEVICE_COOKIE_PLAIN } from '../../../server/auth/sessions.ts'
import { DAY_MS } from '../../../server/domain/utc-days.ts'
import { anOperatorKey, aPartner, OWN_ORIGIN, send, type TestPartner } from './support/coalition.ts'
import { aPinGuesser, type PinGuesser, quickHash, WRONG } from './support/pin-guesser.ts'
import { startApi, type RunningApi } from './support/running-api.ts'
import { PIN } from './support/till.ts'

const HOUR_MS = 3_600_000

describe('guessing PINs of many', function () {
  this.timeout(60_000)

  let guesser: PinGuesser

  beforeEach(async function () {
    guesser = await aPinGuesser()
  })

  afterEach(() => guesser.api.close())

  describe('by a partner on many cards', function () {
    const limits = { cardsPerHourMax: 4, cardsPerDayMax: 6 }

    beforeEach(async function () {
      await guesser.api.close()
      guesser = await aPinGuesser({ wrongPinLimits: limits })
    })

    /** One wrong try on each of so many cards. */
    const guessOn = async (partner: TestPartner, cards: number) => {
      for (let at = 0; at < cards; at += 1)
        expect((await guesser.tryAt(partner, WRONG, (await guesser.aCard()).card)).body.code).to.equal('pin_wrong')
    }

    it('pauses its PINs for the hour, and nothing else of it, nor the same PINs at another partner', async function () {
      const { partner } = guesser.till
      await guessOn(partner, limits.cardsPerHourMax - 1)
      expect((await guesser.tryAt(partner, PIN)).body.state, 'one card before the limit').to.equal('consented')
      await guessOn(partner, 1)
      const paused = await guesser.tryAt(partner, PIN)
      expect([paused.status, paused.body.code, paused.headers.get('retry-after')]).to.deep.equal([
        429,
        'pin_tries_paused',
        '3600',
      ])
      expect(paused.body.details.pausedUntil).to.equal(
        new Date(guesser.api.clock.now().getTime() + HOUR_MS).toISOString(),
      )
      // The order may be approved on the phone, and the rest of the till goes on.
      const sale = {
        orderRef: 'o',
        member: { kind: 'card', value: guesser.till.card },
        currency: 'GBP',
        occurredAt: guesser.api.clock.now(),
        amountMinor: '1000',
      }
      expect((await send(guesser.api.url, '/v1/purchases', { key: partner.key, body: sale })).status).to.equal(201)
      const other = await aPartner(guesser.api.deps, 'Other')
      expect((await guesser.tryAt(other, PIN)).body.state).to.equal('consented')
      const metrics = await (await fetch(`${guesser.api.url}/metrics`)).text()
      expect(metrics).to.include(`entente_pin_tries_paused{partner="${partner.id}"} 1`)
      guesser.api.clock.advance(HOUR_MS - 1)
      expect((await guesser.tryAt(partner, PIN)).body.code).to.equal('pin_tries_paused')
      guesser.api.clock.advance(1)
      expect((await guesser.tryAt(partner, PIN)).body.state).to.equal('consented')
      expect(await (await fetch(`${guesser.api.url}/metrics`)).text()).not.to.include('entente_pin_tries_paused{')
    })

    it('pauses them for the day when it is done slowly', async function () {
      const { partner } = guesser.till
      for (let at = 0; at < limits.cardsPerDayMax; at += 1) {
        await guessOn(partner, 1)
        guesser.api.clock.advance(HOUR_MS)
      }
      expect((await guesser.tryAt(partner, PIN)).body.code).to.equal('pin_tries_paused')
      guesser.api.clock.advance(DAY_MS - limits.cardsPerDayMax * HOUR_MS)
      expect((await guesser.tryAt(partner, PIN)).body.state).to.equal('consented')
    })

    it('does not count cards for which the right PIN followed', async function () {
      const { partner } = guesser.till
      for (let at = 0; at < limits.cardsPerHourMax + 1; at += 1) {
        const { card } = await guesser.aCard()
        expect((await guesser.tryAt(partner, WRONG, card)).body.code).to.equal('pin_wrong')
        expect((await guesser.tryAt(partner, PIN, card)).body.state).to.equal('consented')
      }
    })

    it('counts through approval links and changes of PINs as well, which the partner could use instead', async function () {
      const { partner } = guesser.till
      for (let at = 0; at < limits.cardsPerHourMax; at += 1) {
        const { card, memberId } = await guesser.aCard()
        if (at % 2 === 0) {
          const body = { pin: '7391', currentPin: WRONG }
          expect(
            (await send(guesser.api.url, `/v1/members/${memberId}/pin`, { key: partner.key, body })).body.code,
          ).to.equal('pin_wrong')
          continue
        }
        const { redemptionId, approvalUrl } = await guesser.holdAt(partner, card)
        const answer = await send(guesser.api.url, `/v1/approvals/${redemptionId}/consent`, {
          headers: { 'Entente-Approval': approvalUrl.split('#')[1] },
          body: { kind: 'pin', pin: WRONG },
        })
        expect(answer.body.code).to.equal('pin_wrong')
      }
      expect((await guesser.tryAt(partner, PIN)).body.code).to.equal('pin_tries_paused')
    })

    it('leaves the phone of the member to approve what the till cannot', async function () {
      const { partner } = guesser.till
      const device = guesser.deviceOf(await guesser.signIn(PIN))
      await guessOn(partner, limits.cardsPerHourMax)
      const { redemptionId, approvalUrl } = await guesser.holdAt(partner)
      const answer = await send(guesser.api.url, `/v1/approvals/${redemptionId}/consent`, {
        headers: { 'Entente-Approval': approvalUrl.split('#')[1], Cookie: `${DEVICE_COOKIE_PLAIN}=${device}` },
        body: { kind: 'pin', pin: PIN },
      })
      expect(answer.body.state).to.equal('consented')
    })
  })

  describe('reset codes', function () {
    it('may be tried so often by one partner for one member, and then still by another', async function () {
      const key = await anOperatorKey(guesser.api.deps)
      const { body } = await send(guesser.api.url, `/v1/members/${guesser.till.memberId}/pin-reset`, {
        method: 'POST',
        key,
      })
      const setWith = async (partner: TestPartner, resetCode: string) =>
        (
          await send(guesser.api.url, `/v1/members/${guesser.till.memberId}/pin`, {
            key: partner.key,
            body: { pin: '7391', resetCode },
          })
        ).body
      const wrong = 'AAAA-AAAA-AAAA'
      for (let at = 0; at < RESET_CODE_TRIES_MAX; at += 1)
        expect((await setWith(guesser.till.partner, wrong)).code).to.equal('reset_code_wrong')
      expect((await setWith(guesser.till.partner, body.resetCode)).code).to.equal('too_many_requests')
      expect((await setWith(await aPartner(guesser.api.deps, 'Other'), body.resetCode)).memberId).to.equal(
        guesser.till.memberId,
      )
      guesser.api.clock.advance(RESET_CODE_WINDOW_MS)
      expect((await setWith(guesser.till.partner, body.resetCode)).code).to.equal('pin_set_already')
    })
  })

  describe('on two servers', function () {
    it('is counted together for a card', async function () {
      const other = await startApi(guesser.db, {
        overrides: { pinHash: quickHash },
        rateLimits: { signInsPerAddressMax: 1_000 },
      })
      try {
        const at = [guesser.api.url, other.url]
        const tryCard = async (url: string) => {
          const body = { kind: 'card', cardNumber: guesser.till.card, pin: WRONG }
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
        await startApi(guesser.db, { rateLimits: { signInsPerAddressMax: 2 } }),
        await startApi(guesser.db, { rateLimits: { signInsPerAddressMax: 2 } }),
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
      await guesser.db.$executeRaw`alter table try_count rename to try_count_elsewhere`
      try {
        const { status, body } = await guesser.signIn(PIN)
        expect([status, body.code]).to.deep.equal([503, 'service_unavailable'])
      } finally {
        await guesser.db.$executeRaw`alter table try_count_elsewhere rename to try_count`
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
      await guesser.api.close()
      guesser = await aPinGuesser({
        pinHash: {
          ...quickHash,
          matches: (hashed, pin, turn) => hashing(turn, () => quickHash.matches(hashed, pin, turn)),
        },
      })
      const flooding = `till:${guesser.till.partner.id}`
      const { redemptionId } = await guesser.holdAt(guesser.till.partner)
      const refused: string[] = []
      const flood = Array.from({ length: 40 }, async () => {
        const { body } = await guesser.consentAt(guesser.till.partner, redemptionId, PIN)
        if (body.code === 'service_unavailable') refused.push(body.code)
      })
      // All of the flood has come when half of the room is taken and the rest refused.
      while (refused.length < 40 - PIN_HASHES_AT_ONCE - 10) await new Promise((resolve) => setTimeout(resolve, 5))
      const member = guesser.signIn(PIN)
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
