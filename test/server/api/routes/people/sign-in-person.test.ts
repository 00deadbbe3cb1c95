import { inspect } from 'node:util'

import { expect } from 'chai'

import { PERSON_COOKIE, PERSON_COOKIE_PLAIN } from '../../../../../server/auth/person-sessions.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { CODE_MS_MAX, CODE_TRIES_MAX, CODES_PER_IDENTIFIER_MAX } from '../../../../../server/domain/one-time-codes.ts'
import { PERSON_SESSION_IDLE_MS_MAX, PERSON_SESSION_MS_MAX } from '../../../../../server/domain/people.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, aPartner, aSession, OWN_ORIGIN, send, type TestPartner } from '../../support/coalition.ts'
import { anotherCode, receiveMessages } from '../../support/messages.ts'
import { aPerson, asPerson, askForCode, personTokenOf, signInWith } from '../../support/people.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

describe('people signing in to the console', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
  })

  afterEach(() => api.close())

  const codeFor = (email: string, headers: Record<string, string> = { Origin: OWN_ORIGIN }) =>
    send(api.url, '/v1/partner/sign-in-codes', { body: { email }, headers })

  describe('POST /v1/partner/sessions', function () {
    it('signs in who reads the mailbox, and says who it is and what they may do', async function () {
      const { ask, personId, email } = await aPerson(api, partner.id, { role: 'finance' })
      const { status, body } = await ask('/v1/partner/me')
      expect(status).to.equal(200)
      expect(body).to.deep.include({ personId, email, role: 'finance', state: 'active' })
      expect(body.scopes).to.deep.equal(['ledger:read', 'audit:read', 'clearing:write'])
      expect(body.partner).to.include({ partnerId: partner.id, name: 'Harbour Books' })
    })

    it('sets a cookie that no script reads and no other site sends, and keeps only its hash', async function () {
      const { email, token } = await aPerson(api, partner.id, { role: 'owner' })
      const code = (await askForCode(api, email)) ?? ''
      const answer = await signInWith(api, { email, code })
      expect(answer.headers.get('set-cookie')).to.match(
        /^entente_person=[0-9a-f]{64}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
      )
      expect(personTokenOf(answer)).to.not.equal(token)
      const rows = inspect([await db.personSession.findMany(), await db.person.findMany()], { depth: 4 })
      expect(rows).to.not.include(token).and.not.include(email)
    })

    it('takes each code once, and none of before', async function () {
      const { email } = await aPerson(api, partner.id, { role: 'owner' })
      const first = (await askForCode(api, email)) ?? ''
      const second = (await askForCode(api, email)) ?? ''
      expect((await signInWith(api, { email, code: first })).body.code).to.equal('code_wrong')
      expect((await signInWith(api, { email, code: second })).status).to.equal(201)
      expect((await signInWith(api, { email, code: second })).body.code).to.equal('code_wrong')
    })

    it('lets a code be guessed only so often, at the same time as well, and for so long', async function () {
      const { email } = await aPerson(api, partner.id, { role: 'owner' })
      const code = (await askForCode(api, email)) ?? ''
      const guesses = Array.from({ length: CODE_TRIES_MAX }, () => signInWith(api, { email, code: anotherCode(code) }))
      for (const { status, body } of await Promise.all(guesses))
        expect([status, body.code]).to.deep.equal([422, 'code_wrong'])
      expect((await signInWith(api, { email, code })).body.code).to.equal('code_wrong')
      const late = (await askForCode(api, email)) ?? ''
      api.clock.advance(CODE_MS_MAX)
      expect((await signInWith(api, { email, code: late })).body.code).to.equal('code_wrong')
    })

    it('takes the code of one address for no other', async function () {
      const owner = await aPerson(api, partner.id, { role: 'owner' })
      const finance = await aPerson(api, partner.id, { role: 'finance' })
      const code = (await askForCode(api, finance.email)) ?? ''
      await codeFor(owner.email)
      expect((await signInWith(api, { email: owner.email, code })).body.code).to.equal('code_wrong')
    })

    it('asks at which partner, where an address is known at several', async function () {
      const other = await aPartner(api.deps, 'Maison Verte')
      const email = 'agency@example.com'
      await aPerson(api, partner.id, { role: 'marketing', email })
      await aPerson(api, other.id, { role: 'owner', email })
      const code = (await askForCode(api, email)) ?? ''
      const { status, body } = await signInWith(api, { email, code })
      expect([status, body.code]).to.deep.equal([409, 'partner_choice_needed'])
      expect(body.details).to.deep.equal({
        partnerIds: [String(partner.id), String(other.id)],
        names: ['Harbour Books', 'Maison Verte'],
      })
      const chosen = await signInWith(api, { email, code, partnerId: other.id })
      expect(chosen.body.partner.name).to.equal('Maison Verte')
      expect((await asPerson(api, personTokenOf(chosen))('/v1/partner/people')).body.data).to.have.length(1)
    })

    it('is for our own pages only', async function () {
      const { email } = await aPerson(api, partner.id, { role: 'owner' })
      const code = (await askForCode(api, email)) ?? ''
      const answer = await send(api.url, '/v1/partner/sessions', {
        body: { email, code },
        headers: { Origin: 'https://evil.example' },
      })
      expect(answer.body.code).to.equal('origin_refused')
      expect((await codeFor(email, { Origin: 'https://evil.example' })).body.code).to.equal('origin_refused')
    })
  })

  describe('POST /v1/partner/sign-in-codes', function () {
    it('answers the same where nobody is known by the address, and sends nothing', async function () {
      const { email } = await aPerson(api, partner.id, { role: 'owner' })
      await receiveMessages(api)
      const known = await codeFor(email)
      const unknown = await codeFor('nobody@harbour.example')
      expect([unknown.status, unknown.body]).to.deep.equal([known.status, known.body])
      expect((await receiveMessages(api)).map(({ to }) => to)).to.deep.equal([email])
      expect(await db.personCode.count()).to.equal(2)
      const guess = await signInWith(api, { email: 'nobody@harbour.example', code: '12345678' })
      expect([guess.status, guess.body.code]).to.deep.equal([422, 'code_wrong'])
    })

    it('sends so many to one address, known or not', async function () {
      const { email } = await aPerson(api, partner.id, { role: 'owner' })
      for (const [address, before] of [
        [email, 2],
        ['nobody@harbour.example', 0],
      ] as const) {
        for (let sent = before; sent < CODES_PER_IDENTIFIER_MAX; sent++)
          expect((await codeFor(address)).status, address).to.equal(201)
        expect((await codeFor(address)).body.code, address).to.equal('too_many_requests')
      }
    })

    it('sends so many in a day for one network address', async function () {
      const limits = { ...api.deps.budgets.limits, codesPerAddressMax: 2 }
      const few = await startApi(db, { budgetLimits: limits })
      const ask = (email: string) =>
        send(few.url, '/v1/partner/sign-in-codes', { body: { email }, headers: { Origin: OWN_ORIGIN } })
      expect((await ask('a@harbour.example')).status).to.equal(201)
      expect((await ask('b@harbour.example')).status).to.equal(201)
      expect((await ask('c@harbour.example')).body.code).to.equal('budget_used_up')
      await few.close()
    })
  })

  describe('sessions', function () {
    it('end after so long, and earlier without use', async function () {
      const { ask } = await aPerson(api, partner.id, { role: 'owner' })
      const step = PERSON_SESSION_IDLE_MS_MAX - 1_000
      for (let age = step; age < PERSON_SESSION_MS_MAX; age += step) {
        api.clock.advance(step)
        expect((await ask('/v1/partner/me')).status, `after ${age} ms`).to.equal(200)
      }
      api.clock.advance(step)
      expect((await ask('/v1/partner/me')).body.code).to.equal('signed_out')
      const idle = await aPerson(api, partner.id, { role: 'finance' })
      api.clock.advance(PERSON_SESSION_IDLE_MS_MAX)
      expect((await idle.ask('/v1/partner/me')).body.code).to.equal('signed_out')
      expect((await idle.ask('/v1/statements')).body.code).to.equal('unauthenticated')
    })

    it('are listed and ended by their person, and by nobody else', async function () {
      const owner = await aPerson(api, partner.id, { role: 'owner' })
      const elsewhere = asPerson(
        api,
        personTokenOf(await signInWith(api, { email: owner.email, code: (await askForCode(api, owner.email)) ?? '' })),
      )
      const stranger = await aPerson(api, partner.id, { role: 'finance' })
      const { data } = (await owner.ask('/v1/partner/sessions')).body
      expect(data.map(({ isCurrent }: { isCurrent: boolean }) => isCurrent)).to.have.members([true, false])
      const { sessionId } = data.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent)
      await stranger.ask(`/v1/partner/sessions/${sessionId}`, { method: 'DELETE' })
      expect((await elsewhere('/v1/partner/me')).status).to.equal(200)
      expect((await owner.ask(`/v1/partner/sessions/${sessionId}`, { method: 'DELETE' })).status).to.equal(204)
      expect((await elsewhere('/v1/partner/me')).body.code).to.equal('signed_out')
      const out = await owner.ask('/v1/partner/sessions/current', { method: 'DELETE' })
      expect(out.headers.get('set-cookie')).to.include('entente_person=; Path=/; Max-Age=0')
      expect((await owner.ask('/v1/partner/me')).body.code).to.equal('signed_out')
    })

    it('are not those of members, nor the other way round', async function () {
      const { token } = await aPerson(api, partner.id, { role: 'owner' })
      const member = await aSession(api.deps, (await aMember(api.deps)).member.id)
      const swapped = (name: string, value: string, path: string) =>
        send(api.url, path, { headers: { Cookie: `${name}=${value}` } })
      expect((await swapped(PERSON_COOKIE_PLAIN, member, '/v1/partner/me')).body.code).to.equal('signed_out')
      expect((await swapped('entente_session', token, '/v1/me')).body.code).to.equal('signed_out')
    })

    it('are opened by no forged cookie', async function () {
      const { token } = await aPerson(api, partner.id, { role: 'owner' })
      const forged = [
        `${PERSON_COOKIE_PLAIN}=${'0'.repeat(64)}`,
        `${PERSON_COOKIE_PLAIN}=${token.toUpperCase()}x`,
        `${PERSON_COOKIE_PLAIN}=' or 1=1 --`,
        // Two of a name: somebody planted one.
        `${PERSON_COOKIE_PLAIN}=${token}; ${PERSON_COOKIE_PLAIN}=${'0'.repeat(64)}`,
        // The name for https, where the server is reached without.
        `${PERSON_COOKIE}=${token}`,
      ]
      for (const Cookie of forged) {
        expect((await send(api.url, '/v1/partner/me', { headers: { Cookie } })).body.code, Cookie).to.equal(
          'signed_out',
        )
        expect((await send(api.url, '/v1/statements', { headers: { Cookie } })).status, Cookie).to.equal(401)
      }
    })

    it('have the prefix of the host where the server is reached by https', async function () {
      const https = await startApi(db, { overrides: { publicUrl: 'https://points.example' } })
      const { email } = await aPerson(api, partner.id, { role: 'owner' })
      const code = (await askForCode(api, email)) ?? ''
      const answer = await send(https.url, '/v1/partner/sessions', {
        body: { email, code },
        headers: { Origin: 'https://points.example' },
      })
      expect(answer.headers.get('set-cookie')).to.match(
        /^__Host-entente_person=[0-9a-f]{64}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$/,
      )
      await https.close()
    })
  })
})
