import { inspect } from 'node:util'

import { expect } from 'chai'

import { issueApiKey } from '../../../../../server/actions/partners/issue-api-key.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { PEOPLE_PER_PARTNER_MAX, PERSON_ROLES, scopesOfRole } from '../../../../../server/domain/people.ts'
import { PARTNER_SCOPES, type PartnerScope } from '../../../../../server/domain/scopes.ts'
import { ROUTES } from '../../../../../server/api/routes.ts'
import { EXAMPLES } from '../../../../../server/api/examples.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { anOperatorKey, aPartner, OWN_ORIGIN, send, type TestPartner } from '../../support/coalition.ts'
import { receiveMessages } from '../../support/messages.ts'
import { aPerson, askForCode, signInWith, type TestPerson } from '../../support/people.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

const NEW = { email: 'lena@harbour.example', name: 'Lena Berg', role: 'finance' }
const ID = '019a8f5e-6f3c-7c1a-9d52-3a4b5c6d7e8f'

describe('people of a partner', function () {
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

  async function aKey(scopes: readonly PartnerScope[]): Promise<string> {
    const terms = { partnerId: partner.id, label: 'office', scopes, expiresAt: null, replaces: null }
    return (await issueApiKey(api.deps, terms)).text
  }
  const audited = () => db.auditEntry.findMany({ orderBy: { number: 'asc' } })

  describe('inviting', function () {
    it('tells the person by e-mail, and keeps the address encrypted', async function () {
      await receiveMessages(api)
      const { status, body } = await owner.ask('/v1/partner/people', { body: NEW })
      expect(status).to.equal(201)
      expect(body).to.include({ ...NEW, state: 'invited', joinedAt: null })
      const [message, ...others] = await receiveMessages(api)
      expect(others).to.deep.equal([])
      expect(message?.to).to.equal(NEW.email)
      expect(message?.text).to.include('Harbour Books').and.include('http://localhost:8080/partner')
      expect(inspect(await db.person.findMany())).to.not.include(NEW.email)
      const { data } = (await owner.ask('/v1/partner/people')).body
      expect(data.map(({ email }: { email: string }) => email)).to.deep.equal([owner.email, NEW.email])
    })

    it('writes who invited into the audit log, and neither name nor address of the other', async function () {
      const { body } = await owner.ask('/v1/partner/people', { body: NEW })
      const entry = (await audited()).at(-1)
      expect(entry).to.deep.include({ keyId: owner.personId, keyLabel: 'The owner', operation: 'invitePerson' })
      expect(JSON.parse(entry?.target ?? '')).to.deep.equal({ personId: body.personId })
      expect(JSON.parse(entry?.kept ?? '')).to.deep.equal({ role: 'finance' })
      const own = await owner.ask('/v1/partner/audit-log')
      expect(own.body.data[0].caller).to.deep.equal({ kind: 'partner', keyId: owner.personId, label: 'The owner' })
      expect(inspect(await audited(), { depth: 4 })).to.not.include(NEW.email)
    })

    it('is done once for a request that is sent again, and keeps no address in clear', async function () {
      const headers = { 'Idempotency-Key': 'invite-1' }
      expect((await owner.ask('/v1/partner/people', { body: NEW, headers })).status).to.equal(201)
      expect((await owner.ask('/v1/partner/people', { body: NEW, headers })).body.code).to.equal('answer_not_kept')
      expect(await db.person.count()).to.equal(2)
      expect(JSON.stringify(await db.idempotencyKey.findMany())).to.not.include(NEW.email)
    })

    it('refuses an address twice, one that is none, and too many people', async function () {
      expect((await owner.ask('/v1/partner/people', { body: NEW })).status).to.equal(201)
      const again = await owner.ask('/v1/partner/people', { body: { ...NEW, email: ' LENA@harbour.example'.trim() } })
      expect([again.status, again.body.code]).to.deep.equal([409, 'person_exists'])
      const none = await owner.ask('/v1/partner/people', { body: { ...NEW, email: 'lena' } })
      expect([none.status, none.body.code]).to.deep.equal([422, 'identifier_malformed'])
      const [row] = await db.person.findMany({ where: { partnerId: partner.id } })
      await db.person.createMany({
        data: Array.from({ length: PEOPLE_PER_PARTNER_MAX - 2 }, (_, at) => ({
          ...row,
          id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
          seq: undefined,
          emailHash: `other ${at}`,
        })) as never,
      })
      const more = await owner.ask('/v1/partner/people', { body: { ...NEW, email: 'x@harbour.example' } })
      expect([more.status, more.body.code]).to.deep.equal([409, 'people_too_many'])
    })

    it('gives with a key no role that may do more than the key', async function () {
      const small = await aKey(['people:write', 'ledger:read', 'audit:read', 'clearing:write'])
      const invite = (key: string, role: string) =>
        send(api.url, '/v1/partner/people', { key, body: { ...NEW, email: `${role}2@harbour.example`, role } })
      expect((await invite(small, 'finance')).status).to.equal(201)
      for (const role of ['owner', 'support', 'marketing', 'developer'])
        expect((await invite(small, role)).body.code, role).to.equal('scope_missing')
      expect((await invite(await aKey(PARTNER_SCOPES), 'owner')).status).to.equal(201)
      expect((await invite(partner.key, 'finance')).body.code, 'a key of a till').to.equal('scope_missing')
    })

    it('is done by the operator, whose name the partner is not told', async function () {
      const key = await anOperatorKey(api.deps)
      expect((await send(api.url, `/v1/partners/${partner.id}/people`, { key })).body.data).to.have.length(1)
      expect((await send(api.url, '/v1/partners/99/people', { key, body: NEW })).body.code).to.equal('partner_unknown')
      expect((await send(api.url, '/v1/partners/99/people', { key })).body.code).to.equal('partner_unknown')
    })

    it('is refused where no mail is sent', async function () {
      const mute = await startApi(db, { overrides: { channelKinds: new Set() } })
      const { status, body } = await send(mute.url, `/v1/partners/${partner.id}/people`, {
        key: await anOperatorKey(mute.deps),
        body: NEW,
      })
      expect([status, body.code]).to.deep.equal([409, 'channel_unavailable'])
      await mute.close()
    })
  })

  describe('roles', function () {
    it('may do what their scopes say, and the API refuses the rest', async function () {
      // Each route in each role.
      this.timeout(120_000)
      const people = new Map<string, TestPerson>([['owner', owner]])
      for (const role of PERSON_ROLES.slice(1)) people.set(role, await aPerson(api, partner.id, { role }))
      const routes = ROUTES.filter(({ caller, scope }) => caller === 'partner' && scope !== undefined)
      for (const role of PERSON_ROLES) {
        const scopes: readonly (PartnerScope | undefined)[] = scopesOfRole(role)
        for (const { operation, method, path, scope, orScope } of routes) {
          if (operation === 'removePerson') continue
          const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'month' ? '2026-10' : ID))
          const body = method === 'get' ? undefined : EXAMPLES[operation]?.body
          // Refused for the form of the body at the latest, so that nothing is made.
          const raw = body === undefined ? {} : { body: { ...(body as object), unknown: true } }
          const { status, body: answer } =
            (await people.get(role)?.ask(filled, { method: method.toUpperCase(), ...raw })) ?? {}
          const isAllowed = scopes.includes(scope) || scopes.includes(orScope)
          expect(answer?.code === 'scope_missing', `${role} ${operation} ${String(status)}`).to.equal(!isAllowed)
        }
      }
    })

    it('have none of the scopes with which tills make and spend points', function () {
      for (const role of PERSON_ROLES)
        for (const scope of ['purchases:write', 'returns:write', 'redemptions:write', 'members:write'] as const)
          expect(scopesOfRole(role), role).to.not.include(scope)
    })

    it('write down what they ask that changes something, refusals included', async function () {
      const finance = await aPerson(api, partner.id, { role: 'finance' })
      await finance.ask('/v1/partner/people', { body: NEW })
      expect((await audited()).at(-1)).to.include({
        operation: 'invitePerson',
        keyId: finance.personId,
        keyLabel: 'The finance',
        problem: 'scope_missing',
        changed: false,
      })
      const support = await aPerson(api, partner.id, { role: 'support' })
      await support.ask('/v1/members/find', { body: { kind: 'card', value: '0' }, method: 'POST' })
      expect((await audited()).filter(({ keyId }) => keyId === support.personId).length).to.be.lessThanOrEqual(1)
    })

    it('end the sessions of whoever gets another one, at once', async function () {
      const finance = await aPerson(api, partner.id, { role: 'finance' })
      expect((await finance.ask('/v1/statements')).status).to.equal(200)
      const change = (body: object) => owner.ask(`/v1/partner/people/${finance.personId}`, { method: 'PUT', body })
      expect((await change({ name: 'Another Name' })).body.name).to.equal('Another Name')
      expect((await finance.ask('/v1/statements')).status, 'another name').to.equal(200)
      expect((await change({ role: 'marketing' })).body.role).to.equal('marketing')
      expect((await finance.ask('/v1/statements')).status, 'another role').to.equal(401)
      expect((await finance.ask('/v1/partner/me')).body.code).to.equal('signed_out')
    })
  })

  describe('removing', function () {
    it('ends every session, and forgets the address', async function () {
      const finance = await aPerson(api, partner.id, { role: 'finance' })
      const code = (await askForCode(api, finance.email)) ?? ''
      expect((await owner.ask(`/v1/partner/people/${finance.personId}`, { method: 'DELETE' })).status).to.equal(204)
      expect((await finance.ask('/v1/statements')).status).to.equal(401)
      expect((await signInWith(api, { email: finance.email, code })).body.code, 'a code of before').to.equal(
        'code_wrong',
      )
      expect(await askForCode(api, finance.email), 'no message').to.equal(null)
      expect((await db.person.findUnique({ where: { id: finance.personId } }))?.sealed).to.equal(null)
      expect((await owner.ask('/v1/partner/people')).body.data).to.have.length(1)
      // And they can be invited again, as somebody new.
      const body = { email: finance.email, name: 'Back again', role: 'support' }
      expect((await owner.ask('/v1/partner/people', { body })).body.personId).to.not.equal(finance.personId)
    })

    it('leaves an owner who has signed in, of two at the same time as well', async function () {
      const path = `/v1/partner/people/${owner.personId}`
      expect((await owner.ask(path, { method: 'DELETE' })).body.code).to.equal('owner_needed')
      expect((await owner.ask(path, { method: 'PUT', body: { role: 'finance' } })).body.code).to.equal('owner_needed')
      await owner.ask('/v1/partner/people', { body: { ...NEW, role: 'owner' } })
      expect((await owner.ask(path, { method: 'DELETE' })).body.code, 'invited only').to.equal('owner_needed')
      const second = await aPerson(api, partner.id, { role: 'owner', email: 'second@harbour.example' })
      const both = await Promise.all([
        owner.ask(`/v1/partner/people/${second.personId}`, { method: 'DELETE' }),
        second.ask(path, { method: 'DELETE' }),
      ])
      expect(both.filter(({ status }) => status === 204)).to.have.length(1)
      expect(await db.person.count({ where: { role: 'owner', removedAt: null, joinedAt: { not: null } } })).to.equal(1)
    })

    it('is done by the operator, to the last owner as well', async function () {
      const key = await anOperatorKey(api.deps)
      const path = `/v1/partners/${partner.id}/people/${owner.personId}`
      expect((await send(api.url, path, { key, method: 'DELETE' })).status).to.equal(204)
      expect((await owner.ask('/v1/partner/me')).body.code).to.equal('signed_out')
      expect((await send(api.url, path, { key, method: 'DELETE' })).body.code).to.equal('person_unknown')
    })
  })

  describe('strangers', function () {
    it('of another partner see and change nothing here', async function () {
      const other = await aPartner(api.deps, 'Maison Verte')
      const stranger = await aPerson(api, other.id, { role: 'owner', email: 'owner@verte.example' })
      const path = `/v1/partner/people/${owner.personId}`
      expect((await stranger.ask(path, { method: 'PUT', body: { role: 'support' } })).body.code).to.equal(
        'person_unknown',
      )
      expect((await stranger.ask(path, { method: 'DELETE' })).body.code).to.equal('person_unknown')
      const { id } = partner.apiKey.apiKey
      expect((await stranger.ask(`/v1/partner/keys/${id}`, { method: 'DELETE' })).body.code).to.equal('key_unknown')
      const replaces = { keyId: id, overlapSeconds: 0 }
      const stolen = await stranger.ask('/v1/partner/keys', { body: { label: 'x', scopes: ['ledger:read'], replaces } })
      expect(stolen.body.code).to.equal('key_unknown')
      const people = (await stranger.ask('/v1/partner/people')).body.data
      expect(people.map(({ email }: { email: string }) => email)).to.deep.equal(['owner@verte.example'])
      const asked = { method: 'DELETE' }
      expect((await stranger.ask(`/v1/partners/${partner.id}/people/${owner.personId}`, asked)).status).to.equal(401)
      expect((await owner.ask('/v1/partner/me')).status).to.equal(200)
    })

    it('of another site cannot use a session, with any method that changes something', async function () {
      const foreign = [
        { Origin: 'https://evil.example' },
        { Origin: '' },
        { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
        { Origin: `${OWN_ORIGIN}.evil.example` },
      ]
      for (const headers of foreign) {
        const said = JSON.stringify(headers)
        const invited = await owner.ask('/v1/partner/people', { body: NEW, headers })
        expect([invited.status, invited.body.code], said).to.deep.equal([403, 'origin_refused'])
        const key = await owner.ask('/v1/partner/keys', { body: { label: 'x' }, headers })
        expect(key.body.code, said).to.equal('origin_refused')
        const out = await owner.ask('/v1/partner/sessions/current', { method: 'DELETE', headers })
        expect(out.body.code, said).to.equal('origin_refused')
      }
      expect(await db.person.count()).to.equal(1)
    })
  })

  describe('keys', function () {
    it('are issued, listed and revoked by an owner, with the name in the log', async function () {
      const body = { label: 'till 4', scopes: ['purchases:write', 'members:read'] }
      const issued = await owner.ask('/v1/partner/keys', { body })
      expect(issued.status).to.equal(201)
      expect((await audited()).at(-1)).to.include({ operation: 'issueOwnKey', keyLabel: 'The owner', changed: true })
      const { keyId, apiKey } = issued.body
      expect((await send(api.url, '/v1/partner', { key: apiKey })).status).to.equal(200)
      const { data } = (await owner.ask('/v1/partner/keys')).body
      expect(data.find((one: { keyId: string }) => one.keyId === keyId)).to.include({
        label: 'till 4',
        revokedAt: null,
      })
      expect(JSON.stringify(data)).to.not.include(apiKey)
      expect((await owner.ask(`/v1/partner/keys/${keyId}`, { method: 'DELETE' })).status).to.equal(200)
      expect((await send(api.url, '/v1/partner', { key: apiKey })).body.code).to.equal('key_revoked')
    })

    it('of a developer may do no more than they, and neither replace nor revoke those that do', async function () {
      const developer = await aPerson(api, partner.id, { role: 'developer' })
      const issue = (scopes: string[], replaces?: object) =>
        developer.ask('/v1/partner/keys', { body: { label: 'mine', scopes, ...(replaces && { replaces }) } })
      expect((await issue(['ledger:read', 'webhooks:write'])).status).to.equal(201)
      expect((await issue(['purchases:write'])).body.code).to.equal('scope_missing')
      expect((await issue(['people:write'])).body.code).to.equal('scope_missing')
      const keyId = partner.apiKey.apiKey.id
      expect((await issue(['ledger:read'], { keyId, overlapSeconds: 0 })).body.code).to.equal('scope_missing')
      expect((await developer.ask(`/v1/partner/keys/${keyId}`, { method: 'DELETE' })).body.code).to.equal(
        'scope_missing',
      )
    })
  })

  it('read what is on the way, without a chain as well', async function () {
    const { status, body } = await owner.ask('/v1/partner/standing')
    expect(status).to.equal(200)
    const open = { entries: '0', holds: '0', burns: '0', restorations: '0' }
    expect(body).to.deep.equal({ onChain: null, allowanceGiven: '0', open })
  })
})
