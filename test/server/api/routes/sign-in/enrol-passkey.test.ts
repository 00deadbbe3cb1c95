import { randomBytes } from 'node:crypto'

import { expect } from 'chai'

import { PASSKEY_CHALLENGE_PREFIX } from '../../../../../server/actions/sign-in/passkey-challenge.ts'
import { CHALLENGE_AGE_MS_MAX } from '../../../../../server/actions/sign-in/start-wallet-challenge.ts'
import { passkeyAddress } from '../../../../../server/chain/passkey-address.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aVirtualPasskey, USER_PRESENT, USER_VERIFIED, type PasskeyParts } from '../../../../support/virtual-passkey.ts'
import { OWN_ORIGIN, send } from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

const headers = { Origin: OWN_ORIGIN }

describe('passkeys', function () {
  let db: Database
  let api: RunningApi

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
  })

  afterEach(() => api.close())

  const challenge = async () => (await send(api.url, '/v1/passkey-challenges', { method: 'POST' })).body
  const enrol = (registration: unknown) => send(api.url, '/v1/passkeys', { body: { registration }, headers })
  const enrolled = async (passkey = aVirtualPasskey()) => enrol(passkey.register((await challenge()).challenge))

  describe('POST /v1/passkey-challenges', function () {
    it('gives 32 random bytes, and for which site they are', async function () {
      const given = await challenge()
      expect(given).to.include({ rpId: 'localhost', rpName: 'Entente' })
      const bytes = Buffer.from(given.challenge, 'base64url')
      expect([bytes.subarray(0, -32).toString(), bytes.length]).to.deep.equal([PASSKEY_CHALLENGE_PREFIX, 62])
      expect((await challenge()).challenge).to.not.equal(given.challenge)
    })
  })

  describe('POST /v1/passkeys', function () {
    it('enrols a member at the address of the passkey, and signs them in', async function () {
      const passkey = aVirtualPasskey()
      const { status, body, headers: answered } = await enrolled(passkey)
      expect(status).to.equal(201)
      const { x, y } = passkey
      expect(body).to.include({ kind: 'passkey', address: passkeyAddress({ rpId: 'localhost', x, y }), hasPin: false })
      expect(await db.passkey.findUniqueOrThrow({ where: { id: passkey.id } })).to.include({
        memberId: body.memberId,
        rpId: 'localhost',
        x,
        y,
      })
      const session = /entente_session=(\w+)/.exec(answered.get('set-cookie') ?? '')?.[1] ?? ''
      expect((await send(api.url, '/v1/me', { session })).body.memberId).to.equal(body.memberId)
    })

    for (const [what, parts, reason] of [
      ['made on another site', { rpId: 'evil.example' }, 'site_differs'],
      ["made on another site's page", { origin: 'https://evil.example' }, 'origin_differs'],
      ['without user verification', { flags: USER_PRESENT }, 'user_not_verified'],
      ['without user presence', { flags: USER_VERIFIED }, 'user_not_verified'],
      ['of another algorithm', { algorithm: -257 }, 'algorithm_unsupported'],
      ['whose point is not on the curve', { x: new Uint8Array(32).fill(1) }, 'registration_malformed'],
      ['whose point is cut short', { x: new Uint8Array(31).fill(1) }, 'registration_malformed'],
      ['that is an assertion', { type: 'webauthn.get' }, 'registration_malformed'],
    ] as [string, PasskeyParts, string][])
      it(`refuses a registration ${what}`, async function () {
        const { status, body } = await enrol(aVirtualPasskey().register((await challenge()).challenge, parts))
        expect([status, body.code, body.details.reason]).to.deep.equal([422, 'passkey_invalid', reason])
        expect(await db.member.count()).to.equal(0)
      })

    it('refuses what answers to no challenge of ours, to a used one, or too late', async function () {
      const codeFor = async (asked: string) => {
        const { body } = await enrol(aVirtualPasskey().register(asked))
        return body.details?.reason
      }
      const reason = 'challenge_unknown_used_or_expired'
      expect(await codeFor(Buffer.alloc(32).toString('base64url'))).to.equal(reason)
      const used = (await challenge()).challenge
      expect(await codeFor(used)).to.equal(undefined)
      expect(await codeFor(used)).to.equal(reason)
      const [inTime, late] = [(await challenge()).challenge, (await challenge()).challenge]
      api.clock.advance(CHALLENGE_AGE_MS_MAX - 1)
      expect(await codeFor(inTime)).to.equal(undefined)
      api.clock.advance(1)
      expect(await codeFor(late)).to.equal(reason)
    })

    it('refuses a passkey that is enrolled already', async function () {
      const passkey = aVirtualPasskey()
      await enrolled(passkey)
      const { status, body } = await enrolled(passkey)
      expect([status, body.code]).to.deep.equal([409, 'passkey_taken'])
    })
  })

  describe('POST /v1/sessions with a passkey', function () {
    const signIn = (assertion: unknown) =>
      send(api.url, '/v1/sessions', { body: { kind: 'passkey', assertion }, headers })

    it('takes no assertion over an order for a sign-in', async function () {
      const passkey = aVirtualPasskey()
      expect((await enrolled(passkey)).status).to.equal(201)
      const digest = randomBytes(32).toString('base64url')
      // Even where the server itself had given it out.
      const expiresAt = new Date(api.clock.now().getTime() + CHALLENGE_AGE_MS_MAX)
      await db.walletChallenge.create({ data: { nonce: digest, expiresAt } })
      expect((await signIn(passkey.assert(digest))).body.code).to.equal('sign_in_failed')
      expect((await signIn(passkey.assert((await challenge()).challenge))).status).to.equal(201)
    })

    it('signs the member in, once for each challenge', async function () {
      const passkey = aVirtualPasskey()
      const { memberId } = (await enrolled(passkey)).body
      const assertion = passkey.assert((await challenge()).challenge)
      const { status, body } = await signIn(assertion)
      expect([status, body.memberId]).to.deep.equal([201, memberId])
      const again = await signIn(assertion)
      expect([again.status, again.body.code]).to.deep.equal([401, 'sign_in_failed'])
    })

    it('signs nobody in with the passkey of before a move, be the new key a passkey or a wallet', async function () {
      const [old, fresh] = [aVirtualPasskey(), aVirtualPasskey()]
      const { memberId } = (await enrolled(old)).body
      const { x, y } = fresh
      const address = passkeyAddress({ rpId: 'localhost', x, y })
      await db.passkey.create({ data: { id: fresh.id, memberId, rpId: 'localhost', x, y, createdAt: api.clock.now() } })
      await db.member.update({ where: { id: memberId }, data: { address } })
      const refused = await signIn(old.assert((await challenge()).challenge))
      expect([refused.status, refused.body.code]).to.deep.equal([401, 'sign_in_failed'])
      expect((await signIn(fresh.assert((await challenge()).challenge))).body.memberId).to.equal(memberId)
      await db.member.update({ where: { id: memberId }, data: { address: `0x${'9'.repeat(40)}`, kind: 'wallet' } })
      expect((await signIn(fresh.assert((await challenge()).challenge))).body.code).to.equal('sign_in_failed')
    })

    for (const [what, parts] of [
      ['made on another site', { rpId: 'evil.example' }],
      ["made on another site's page", { origin: 'https://evil.example' }],
      ['without user verification', { flags: USER_PRESENT }],
      ['that is a registration', { type: 'webauthn.create' }],
    ] as [string, PasskeyParts][])
      it(`refuses an assertion ${what}`, async function () {
        const passkey = aVirtualPasskey()
        await enrolled(passkey)
        const { status, body } = await signIn(passkey.assert((await challenge()).challenge, parts))
        expect([status, body.code]).to.deep.equal([401, 'sign_in_failed'])
      })
  })
})
