import { expect } from 'chai'

import type { PinHash } from '../../../../server/actions/sign-in/pin-hash.ts'
import { CARD_SIGN_INS_WINDOW_MS } from '../../../../server/actions/sign-in/sign-in-card.ts'
import { DEVICE_COOKIE_PLAIN } from '../../../../server/auth/sessions.ts'
import { sharedTestDatabase } from '../../../support/database.ts'
import { aMember, aSession, OWN_ORIGIN, send, type ApiAnswer, type TestPartner } from './coalition.ts'
import { startApi, type TestDeps } from './running-api.ts'
import { aTill, givePoints, PIN } from './till.ts'

export const WRONG = '9753'

/** Tests of guessing are about what is counted and not about what argon2 costs. */
export const quickHash: PinHash = {
  make: (pin) => Promise.resolve(`made ${pin}`),
  matches: (hashed, pin) => Promise.resolve(hashed === `made ${pin}`),
}

export type PinGuesser = Awaited<ReturnType<typeof aPinGuesser>>

/** An empty database with an API on it, a till and a member, and what somebody can try who does not know the PIN. Close its API. */
export async function aPinGuesser(overrides: Partial<TestDeps> = {}) {
  const db = await sharedTestDatabase()
  const api = await startApi(db, {
    overrides: { pinHash: quickHash, ...overrides },
    rateLimits: { signInsPerAddressMax: 1_000 },
  })
  const till = await aTill(api, db, 100_000n)

  const signIn = (pin: string, { device, card = till.card }: { device?: string; card?: string } = {}) =>
    send(api.url, '/v1/sessions', {
      body: { kind: 'card', cardNumber: card, pin },
      headers: { Origin: OWN_ORIGIN, ...(device === undefined ? {} : { Cookie: `${DEVICE_COOKIE_PLAIN}=${device}` }) },
    })
  const codeOf = async (answer: Promise<ApiAnswer>) => (await answer).body.code as string | undefined
  const deviceOf = ({ headers }: ApiAnswer) => /entente_device=(\w+)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? ''

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

  return { db, api, till, signIn, codeOf, deviceOf, guessAsStranger, holdAt, consentAt, tryAt, aCard }
}
