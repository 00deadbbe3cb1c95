import { expect } from 'chai'
import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'
import { createSiweMessage } from 'viem/siwe'

import { SESSIONS_LISTED_MAX } from '../../../../../server/actions/sign-in/list-own-sessions.ts'
import { SESSION_MS_MAX } from '../../../../../server/actions/sign-in/open-session.ts'
import { SESSION_COOKIE, SESSION_USE_MS } from '../../../../../server/auth/sessions.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, aPartner, aSession, OWN_ORIGIN, send, type ApiAnswer } from '../../support/coalition.ts'
import { SESSION_IDLE_MS, startApi, type RunningApi } from '../../support/running-api.ts'

/** The token that an answer sets as a cookie. */
export function tokenOf({ headers }: ApiAnswer): string {
  return /entente_session=([0-9a-f]{64});/.exec(headers.get('set-cookie') ?? '')?.[1] ?? ''
}

describe('sessions of members', function () {
  let db: Database
  let api: RunningApi
  let wallet: PrivateKeyAccount

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    wallet = privateKeyToAccount(generatePrivateKey())
  })

  afterEach(() => api.close())

  const own = { Origin: OWN_ORIGIN }

  async function proof(account = wallet, changes: Partial<Parameters<typeof createSiweMessage>[0]> = {}) {
    const { body } = await send(api.url, '/v1/wallet-challenges', { method: 'POST' })
    const { nonce, domain, uri, chainId, statement } = body
    const fields = { address: account.address, nonce, domain, uri, chainId, statement, version: '1' as const }
    const message = createSiweMessage({ ...fields, issuedAt: api.clock.now(), ...changes })
    return { kind: 'wallet', message, signature: await account.signMessage({ message }) }
  }
  const signIn = (body: unknown, headers: Record<string, string> = own) =>
    send(api.url, '/v1/sessions', { body, headers })

  describe('POST /v1/sessions with a wallet', function () {
    it('enrols a wallet that is not known yet, and knows it the next time', async function () {
      const first = await signIn(await proof())
      expect(first.status).to.equal(201)
      expect(first.body).to.include({ kind: 'wallet', address: wallet.address.toLowerCase(), pointsAvailable: '0' })
      const again = await signIn(await proof())
      expect(again.body.memberId).to.equal(first.body.memberId)
      expect(await db.member.count()).to.equal(1)
      expect(tokenOf(first)).to.not.equal(tokenOf(again))
    })

    it('sets a cookie that no script reads and no other site sends, and keeps only its hash', async function () {
      const { headers } = await signIn(await proof())
      expect(headers.get('set-cookie')).to.match(
        /^entente_session=[0-9a-f]{64}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
      )
      const rows = JSON.stringify(await db.memberSession.findMany())
      expect(rows).to.not.include(tokenOf({ headers } as ApiAnswer))
    })

    it('takes no cookie over https that a neighbouring host or somebody on the way could have planted', async function () {
      const siweTerms = { ...api.deps.siweTerms, uri: 'https://points.example' }
      const secure = await startApi(db, { overrides: { siweTerms, publicUrl: siweTerms.uri } })
      const body = await proof(wallet, { uri: siweTerms.uri })
      const answer = await send(secure.url, '/v1/sessions', { body, headers: { Origin: siweTerms.uri } })
      expect([answer.status, answer.headers.get('set-cookie')]).to.deep.equal([
        201,
        `__Host-entente_session=${tokenOf(answer)}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure`,
      ])
      const statusWith = async (name: string) =>
        (await send(secure.url, '/v1/me', { headers: { Cookie: `${name}=${tokenOf(answer)}` } })).status
      expect([await statusWith(SESSION_COOKIE), await statusWith('entente_session')]).to.deep.equal([200, 401])
      await secure.close()
    })

    it('says the same of everything that is wrong', async function () {
      const used = await proof()
      await signIn(used)
      const other = privateKeyToAccount(generatePrivateKey())
      const good = await proof()
      const wrong = {
        'a used challenge': used,
        'a challenge of nobody': await proof(wallet, { nonce: '0123456789abcdef' }),
        'another domain': await proof(wallet, { domain: 'evil.example' }),
        'another chain': await proof(wallet, { chainId: 1 }),
        'no message': { ...good, message: 'hello' },
        'a signature of another wallet': { ...good, signature: await other.signMessage({ message: good.message }) },
      }
      for (const [what, body] of Object.entries(wrong)) {
        const answer = await signIn(body)
        // Without an endpoint nobody can ask whether the address is a contract that would sign.
        const expected =
          what === 'a signature of another wallet' ? [503, 'service_unavailable'] : [401, 'sign_in_failed']
        expect([answer.status, answer.body.code], what).to.deep.equal(expected)
        expect(answer.headers.get('set-cookie'), what).to.equal(null)
      }
      expect(await db.memberSession.count()).to.equal(1)
    })

    it('signs nobody in to an account that was moved away', async function () {
      const account = wallet.address.toLowerCase()
      const place = { blockNumber: 1n, logIndex: 0, transactionHash: '0x' }
      const moved = { kind: 'moved', account, toAccount: `0x${'9'.repeat(40)}`, readyAt: null, by: null }
      await db.accountEvent.create({ data: { ...place, ...moved } })
      const { status, body } = await signIn(await proof())
      expect([status, body.code]).to.deep.equal([409, 'account_closed'])
      expect(await db.member.count()).to.equal(0)
    })
  })

  describe('a session', function () {
    let session: string
    let memberId: string

    beforeEach(async function () {
      memberId = (await aMember(api.deps)).member.id
      session = await aSession(api.deps, memberId)
    })

    const me = (token: string) => send(api.url, '/v1/me', { session: token })

    it('opens what is its member’s', async function () {
      const { status, body } = await me(session)
      expect([status, body.memberId, body.kind, body.hasCard]).to.deep.equal([200, memberId, 'card', true])
    })

    it('ends when the member signs out, for every copy of the cookie', async function () {
      const { status, headers } = await send(api.url, '/v1/sessions/current', { method: 'DELETE', session })
      expect(status).to.equal(204)
      expect(headers.get('set-cookie')).to.include('entente_session=; Path=/; Max-Age=0')
      expect((await me(session)).body.code).to.equal('signed_out')
    })

    it('ends by itself after its time, and not a millisecond before', async function () {
      const patient = await startApi(db, { overrides: { sessionIdleMsMax: SESSION_MS_MAX + 1, clock: api.clock } })
      const code = async () => (await send(patient.url, '/v1/me', { session })).body.code
      api.clock.advance(SESSION_MS_MAX - 1)
      expect(await code()).to.equal(undefined)
      api.clock.advance(1)
      expect(await code()).to.equal('signed_out')
      await patient.close()
    })

    it('ends when it was not used for the idle time, and not a millisecond before', async function () {
      api.clock.advance(SESSION_IDLE_MS - 1)
      expect((await me(session)).status).to.equal(200)
      api.clock.advance(SESSION_IDLE_MS - 1)
      expect((await me(session)).status).to.equal(200)
      api.clock.advance(SESSION_IDLE_MS)
      expect((await me(session)).body.code).to.equal('signed_out')
    })

    it('notes its use once a minute, not at every request', async function () {
      const usedAt = async () => (await db.memberSession.findFirstOrThrow()).lastUsedAt.getTime()
      const opened = await usedAt()
      api.clock.advance(SESSION_USE_MS - 1)
      await me(session)
      expect(await usedAt()).to.equal(opened)
      api.clock.advance(1)
      await me(session)
      expect(await usedAt()).to.equal(opened + SESSION_USE_MS)
    })

    for (const [what, cookie] of Object.entries({
      none: '',
      unknown: `entente_session=${'0'.repeat(64)}`,
      malformed: 'entente_session=1',
      empty: 'entente_session=',
      'other cookies': 'a=b; c',
    }))
      it(`is refused when it is ${what}`, async function () {
        const { status, body } = await send(api.url, '/v1/me', { headers: { Cookie: cookie } })
        expect([status, body.code]).to.deep.equal([401, 'signed_out'])
      })

    it('is refused when it is sent twice: a page of a neighbouring host may have planted one', async function () {
      const Cookie = `entente_session=${session}; entente_session=${session}`
      expect((await send(api.url, '/v1/me', { headers: { Cookie } })).body.code).to.equal('signed_out')
    })

    it('opens nothing of partners or the operator, and no key opens what is a member’s', async function () {
      const partner = await aPartner(api.deps)
      expect((await send(api.url, '/v1/partners', { session })).body.code).to.equal('unauthenticated')
      expect((await send(api.url, '/v1/me', { key: partner.key })).body.code).to.equal('signed_out')
    })

    for (const [what, headers, isTaken] of [
      ['our own origin', { Origin: OWN_ORIGIN }, true],
      ['a browser that says same-origin', { 'Sec-Fetch-Site': 'same-origin' }, true],
      ['another origin', { Origin: 'https://evil.example' }, false],
      ['another port', { Origin: 'http://localhost:8081' }, false],
      ['a page without an origin', { Origin: 'null' }, false],
      ['a neighbouring host', { 'Sec-Fetch-Site': 'same-site' }, false],
      ['another site', { 'Sec-Fetch-Site': 'cross-site' }, false],
      ['nobody knows where', {}, false],
    ] as [string, Record<string, string>, boolean][])
      it(`${isTaken ? 'takes' : 'refuses'} a change from ${what}`, async function () {
        const Cookie = `entente_session=${session}`
        const answer = await send(api.url, '/v1/sessions/current', {
          method: 'DELETE',
          headers: { Cookie, ...headers },
        })
        expect([answer.status, answer.body?.code]).to.deep.equal(isTaken ? [204, undefined] : [403, 'origin_refused'])
        expect((await me(session)).status).to.equal(isTaken ? 401 : 200)
        const signedIn = await signIn(await proof(), headers)
        expect(signedIn.status).to.equal(isTaken ? 201 : 403)
      })

    const list = async (token = session) => (await send(api.url, '/v1/sessions', { session: token })).body.data
    const end = async (id: string, token = session) =>
      (await send(api.url, `/v1/sessions/${id}`, { method: 'DELETE', session: token })).status

    it('is listed to its member with the others, the one used last first', async function () {
      api.clock.advance(SESSION_USE_MS)
      const other = await aSession(api.deps, memberId)
      await aSession(api.deps, (await aMember(api.deps)).member.id)
      const [first, second, ...rest] = await list(other)
      expect(rest).to.deep.equal([])
      expect([first.isCurrent, second.isCurrent, first.kind]).to.deep.equal([true, false, 'card'])
      expect(first.signedInAt).to.equal(api.clock.now().toISOString())
      expect(JSON.stringify([first, second])).to.not.include((await db.memberSession.findFirstOrThrow()).tokenHash)
    })

    it('is not listed once it is over', async function () {
      await aSession(api.deps, memberId)
      api.clock.advance(SESSION_IDLE_MS - 1)
      const other = await aSession(api.deps, memberId)
      expect(await list(other)).to.have.length(3)
      api.clock.advance(1)
      expect(await list(other)).to.have.length(1)
    })

    it('is listed with so many at most', async function () {
      for (let more = 1; more < SESSIONS_LISTED_MAX; more++) await aSession(api.deps, memberId)
      expect(await list()).to.have.length(SESSIONS_LISTED_MAX)
      await aSession(api.deps, memberId)
      expect(await list()).to.have.length(SESSIONS_LISTED_MAX)
    })

    it('is ended by its member from elsewhere, and by nobody else', async function () {
      const other = await aSession(api.deps, memberId)
      const stranger = await aSession(api.deps, (await aMember(api.deps)).member.id)
      const { sessionId } = (await list(session)).find((one: { isCurrent: boolean }) => one.isCurrent)
      expect(await end(sessionId, stranger)).to.equal(204)
      expect((await me(session)).status).to.equal(200)
      expect([await end(sessionId, other), await end(sessionId, other)]).to.deep.equal([204, 204])
      expect([(await me(session)).body.code, (await me(other)).status]).to.deep.equal(['signed_out', 200])
    })

    it('ends all others of its member, and no other member’s', async function () {
      const others = [await aSession(api.deps, memberId), await aSession(api.deps, memberId)]
      const stranger = await aSession(api.deps, (await aMember(api.deps)).member.id)
      expect((await send(api.url, '/v1/sessions', { method: 'DELETE', session })).status).to.equal(204)
      for (const other of others) expect((await me(other)).body.code).to.equal('signed_out')
      expect([(await me(session)).status, (await me(stranger)).status]).to.deep.equal([200, 200])
    })

    it('is counted per member, whatever session it uses', async function () {
      const limited = await startApi(db, { rateLimits: { perMemberMax: 2, signInsPerAddressMax: 1 } })
      const ask = async (token: string) => (await send(limited.url, '/v1/me', { session: token })).status
      const second = await aSession(api.deps, memberId)
      const stranger = await aSession(api.deps, (await aMember(api.deps)).member.id)
      expect([await ask(session), await ask(second), await ask(session)]).to.deep.equal([200, 200, 429])
      expect(await ask(stranger)).to.equal(200)
      const tryToSignIn = async () =>
        (await send(limited.url, '/v1/sessions', { body: await proof(), headers: own })).status
      expect([await tryToSignIn(), await tryToSignIn()]).to.deep.equal([201, 429])
      await limited.close()
    })
  })
})
