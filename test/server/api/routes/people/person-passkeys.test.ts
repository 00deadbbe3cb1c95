import { expect } from 'chai'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { PASSKEY_SIGNED_IN_MS_MAX, PASSKEYS_PER_PERSON_MAX } from '../../../../../server/domain/people.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aVirtualPasskey, USER_PRESENT } from '../../../../support/virtual-passkey.ts'
import { aPartner, OWN_ORIGIN, send, type TestPartner } from '../../support/coalition.ts'
import { aPerson, asPerson, personTokenOf, type TestPerson } from '../../support/people.ts'
import { type RunningApi, startApi } from '../../support/running-api.ts'

const PASSKEYS = '/v1/partner/passkeys'

type VirtualPasskey = ReturnType<typeof aVirtualPasskey>

describe('passkeys of people of a partner', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let owner: TestPerson

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    owner = await aPerson(api, partner.id, { role: 'owner' })
  })

  afterEach(() => api.close())

  const challenge = async (): Promise<string> =>
    (await send(api.url, '/v1/passkey-challenges', { method: 'POST' })).body.challenge
  const add = async (who = owner, passkey: VirtualPasskey = aVirtualPasskey()) => ({
    passkey,
    answer: await who.ask(PASSKEYS, { body: { registration: passkey.register(await challenge()) } }),
  })
  const signInWith = (assertion: object, headers: Record<string, string> = { Origin: OWN_ORIGIN }) =>
    send(api.url, '/v1/partner/passkey-sessions', { body: { assertion }, headers })
  const signIn = async (passkey: VirtualPasskey) => signInWith(passkey.assert(await challenge()))
  const newest = async () => (await db.auditEntry.findMany({ orderBy: { number: 'desc' }, take: 1 }))[0]

  it('are added, listed with their last use, sign in, and are removed', async function () {
    const { passkey, answer } = await add()
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201)
    const addedAt = api.clock.now().toISOString()
    expect(answer.body.data).to.deep.equal([{ passkeyId: passkey.id, addedAt, lastUsedAt: null }])
    api.clock.advance(1_000)
    const signedIn = await signIn(passkey)
    expect([signedIn.status, signedIn.body.personId]).to.deep.equal([201, owner.personId])
    const ask = asPerson(api, personTokenOf(signedIn))
    expect((await ask('/v1/partner/me')).body.email).to.equal(owner.email)
    const [listed] = (await ask(PASSKEYS)).body.data
    expect(listed.lastUsedAt).to.equal(api.clock.now().toISOString())
    expect((await ask(`${PASSKEYS}/${passkey.id}`, { method: 'DELETE' })).status).to.equal(204)
    expect((await ask(`${PASSKEYS}/${passkey.id}`, { method: 'DELETE' })).body.code).to.equal('passkey_unknown')
    expect((await ask(PASSKEYS)).body.data).to.deep.equal([])
    expect((await signIn(passkey)).body.code).to.equal('sign_in_failed')
  })

  it('are in the audit log with each sign-in, by code as well, and nothing of a refused one', async function () {
    const [session] = await db.personSession.findMany()
    expect(await newest()).to.deep.include({ operation: 'signInPerson', keyId: owner.personId, partnerId: partner.id })
    expect(JSON.parse((await newest())?.target ?? '')).to.deep.equal({ sessionId: session?.id })
    const { passkey } = await add()
    expect(await newest()).to.deep.include({ operation: 'addPersonPasskey', keyLabel: 'The owner', changed: true })
    const { headers } = await signIn(passkey)
    const entry = await newest()
    expect(entry).to.deep.include({ operation: 'signInPersonPasskey', keyLabel: 'The owner', status: 201 })
    expect(entry?.requestId).to.equal(headers.get('x-request-id'))
    await signIn(aVirtualPasskey())
    expect(await newest()).to.deep.equal(entry)
    await owner.ask(`${PASSKEYS}/${passkey.id}`, { method: 'DELETE' })
    expect(await newest()).to.deep.include({ operation: 'removePersonPasskey' })
    expect(JSON.parse((await newest())?.target ?? '')).to.deep.equal({ passkeyId: passkey.id })
  })

  it('answer each challenge once, in time, on our pages, with the user verified', async function () {
    const { passkey } = await add()
    const used = await challenge()
    expect((await signInWith(passkey.assert(used))).status).to.equal(201)
    expect((await signInWith(passkey.assert(used))).body.code).to.equal('sign_in_failed')
    // A first try that is wrong uses a challenge up: there is no second one.
    const tried = await challenge()
    const wrong = aVirtualPasskey().assert(tried)
    expect((await signInWith({ ...wrong, id: passkey.id, rawId: passkey.id })).body.code).to.equal('sign_in_failed')
    expect((await signInWith(passkey.assert(tried))).body.code).to.equal('sign_in_failed')
    for (const parts of [{ origin: 'https://evil.example' }, { flags: USER_PRESENT }, { rpId: 'evil.example' }])
      expect((await signInWith(passkey.assert(await challenge(), parts))).body.code).to.equal('sign_in_failed')
    const late = await challenge()
    api.clock.advance(10 * 60_000)
    expect((await signInWith(passkey.assert(late))).body.code).to.equal('sign_in_failed')
    expect((await signInWith(passkey.assert(await challenge()), {})).body.code).to.equal('origin_refused')
  })

  it('are no passkeys of members, nor those of members of people', async function () {
    const { passkey } = await add()
    const asMember = { kind: 'passkey', assertion: passkey.assert(await challenge()) }
    const headers = { Origin: OWN_ORIGIN }
    expect((await send(api.url, '/v1/sessions', { body: asMember, headers })).body.code).to.equal('sign_in_failed')
    const ofMember = aVirtualPasskey()
    const body = { registration: ofMember.register(await challenge()) }
    expect((await send(api.url, '/v1/passkeys', { body, headers })).status).to.equal(201)
    expect((await signIn(ofMember)).body.code).to.equal('sign_in_failed')
  })

  it('sign nobody in who was removed, and are removed by nobody else', async function () {
    const { passkey } = await add()
    const other = await aPerson(api, partner.id, { role: 'owner', email: 'other@harbour.example' })
    expect((await other.ask(`${PASSKEYS}/${passkey.id}`, { method: 'DELETE' })).body.code).to.equal('passkey_unknown')
    expect((await other.ask(PASSKEYS)).body.data).to.deep.equal([])
    expect((await add(other, passkey)).answer.body.code).to.equal('passkey_taken')
    await other.ask(`/v1/partner/people/${owner.personId}`, { method: 'DELETE' })
    expect((await signIn(passkey)).body.code).to.equal('sign_in_failed')
  })

  it('are added within 15 minutes after signing in, and not with a key', async function () {
    api.clock.advance(PASSKEY_SIGNED_IN_MS_MAX)
    expect((await add()).answer.status).to.equal(201)
    api.clock.advance(1)
    expect((await add()).answer.body.code).to.equal('sign_in_again')
    const body = { registration: aVirtualPasskey().register(await challenge()) }
    expect((await send(api.url, PASSKEYS, { key: partner.key, body })).status).to.equal(401)
  })

  it(`are ${PASSKEYS_PER_PERSON_MAX} of a person at most`, async function () {
    for (let count = 0; count < PASSKEYS_PER_PERSON_MAX; count++) expect((await add()).answer.status).to.equal(201)
    const { answer } = await add()
    expect([answer.body.code, answer.body.details.passkeysMax]).to.deep.equal([
      'passkeys_too_many',
      PASSKEYS_PER_PERSON_MAX,
    ])
  })
})
