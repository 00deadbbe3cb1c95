import { expect } from 'chai'

import { OPERATOR_KEY_DAYS_MAX } from '../../../../../server/actions/partners/issue-operator-key.ts'
import { ROUTES } from '../../../../../server/api/routes.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { FULL_OPERATOR_SCOPE, OPERATOR_SCOPES } from '../../../../../server/domain/scopes.ts'
import { DAY_MS } from '../../../../../server/domain/utc-days.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, anOperatorKey, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

const RULE = { points: '1', perMinor: '100', pointsMax: '1000' }

describe('keys of operators', function () {
  let db: Database
  let api: RunningApi
  let first: string
  let partner: TestPartner

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    first = await anOperatorKey(api.deps)
    partner = await aPartner(api.deps)
  })

  afterEach(() => api.close())

  const issue = (body: object, key = first) =>
    send(api.url, '/v1/operator-keys', { key, body: { label: 'Marie', ...body } })
  const keyFor = async (...scopes: string[]): Promise<string> => (await issue({ scopes })).body.apiKey
  const revoke = (keyId: string, key = first) => send(api.url, `/v1/operator-keys/${keyId}`, { key, method: 'DELETE' })
  const list = async (key = first) => send(api.url, '/v1/operator-keys', { key })
  const atPartner = (what: string) => `/v1/partners/${String(partner.id)}/${what}`

  it('do what their scopes say, and nothing else', async () => {
    const { member } = await aMember(api.deps)
    const requests: Record<string, () => { path: string; body?: object; method?: string }> = {
      'operator:read': () => ({ path: '/v1/partners' }),
      'operator:partners': () => ({ path: atPartner('suspend'), method: 'POST' }),
      'operator:powers': () => ({ path: '/v1/powers/issuing/pause', body: { reason: 'a stolen key' } }),
      'operator:allowances': () => ({ path: atPartner('allowance'), body: { change: 'raise', points: '1' } }),
      'operator:terms': () => ({ path: atPartner('earning-rules'), body: RULE }),
      'operator:clearing': () => ({ path: '/v1/months/2026-09/close', method: 'POST' }),
      'operator:keys': () => ({ path: atPartner('keys'), body: { label: 'till' } }),
      'operator:members': () => ({ path: `/v1/members/${member.id}/pin-reset`, method: 'POST' }),
      'operator:recovery': () => ({ path: `/v1/recoveries/${member.id}` }),
      'operator:charities': () => ({ path: '/v1/charities', body: { name: 'Lifeboats' } }),
      'operator:audit': () => ({ path: '/v1/audit-log' }),
      'operator:approvals': () => ({ path: '/v1/proposals' }),
    }
    expect(Object.keys(requests)).to.deep.equal([...OPERATOR_SCOPES])
    for (const scope of OPERATOR_SCOPES) {
      const key = await keyFor(scope)
      for (const [needed, request] of Object.entries(requests)) {
        const { path, ...sent } = request()
        const { status, body } = await send(api.url, path, { key, ...sent })
        // Nothing follows a chain here, so that no month can be closed by anybody.
        const allowed = needed === 'operator:clearing' ? 'month_not_final' : undefined
        const expected = needed === scope ? allowed : 'scope_missing'
        expect(body.code, `${needed} with ${scope}: ${String(status)}`).to.equal(expected)
        if (needed !== scope) expect(body.details).to.deep.equal({ scope: needed })
      }
    }
  })

  it('need every scope of what they ask: a new partner comes with an allowance, terms and a key', async () => {
    const body = { name: 'New', currency: 'GBP', earningRule: RULE, allowance: '10', dailyLimit: '10' }
    const some = await keyFor('operator:partners', 'operator:terms', 'operator:keys')
    const refused = await send(api.url, '/v1/partners', { key: some, body })
    expect([refused.status, refused.body.details]).to.deep.equal([403, { scope: 'operator:allowances' }])
    const all = await keyFor('operator:partners', 'operator:allowances', 'operator:terms', 'operator:keys')
    expect((await send(api.url, '/v1/partners', { key: all, body })).status).to.equal(201)
  })

  it('make no other keys of operators, unless they can do all', async () => {
    const scoped = await keyFor(...OPERATOR_SCOPES)
    const { keyId } = (await list()).body.data[0]
    for (const answer of [
      await issue({ scopes: ['operator'] }, scoped),
      await list(scoped),
      await revoke(keyId, scoped),
    ])
      expect([answer.status, answer.body.details]).to.deep.equal([403, { scope: FULL_OPERATOR_SCOPE }])
    const full = await keyFor(FULL_OPERATOR_SCOPE)
    expect((await issue({ scopes: ['operator'] }, full)).status).to.equal(201)
    expect((await issue({ scopes: ['operator'] }, partner.key)).body.code).to.equal('scope_missing')
  })

  it('end after their days, and not a millisecond before', async () => {
    const key = (await issue({ scopes: ['operator:read'], validDays: 1 })).body.apiKey
    const code = async () => (await send(api.url, '/v1/partners', { key })).body.code
    api.clock.advance(DAY_MS - 1)
    expect(await code()).to.equal(undefined)
    api.clock.advance(1)
    expect(await code()).to.equal('key_expired')
    expect((await issue({ scopes: ['operator:read'], validDays: OPERATOR_KEY_DAYS_MAX })).status).to.equal(201)
    for (const validDays of [0, OPERATOR_KEY_DAYS_MAX + 1])
      expect((await issue({ scopes: ['operator:read'], validDays })).body.code).to.equal('malformed_request')
  })

  it('are listed with their names and scopes, and without their secrets', async () => {
    const { body } = await issue({ label: 'Paul, tills', scopes: ['operator:keys'] })
    const { data } = (await list()).body
    expect(data).to.have.length(2)
    const found = data.find(({ keyId }: { keyId: string }) => keyId === body.keyId)
    expect([found.label, found.scopes, found.revokedAt]).to.deep.equal(['Paul, tills', ['operator:keys'], null])
    expect(JSON.stringify(data)).to.not.include(body.apiKey.split('_')[2])
  })

  it('are revoked at once, and no key of a partner is revoked by that way', async () => {
    const { body } = await issue({ scopes: ['operator:read'] })
    expect((await revoke(body.keyId)).body.revokedAt).to.equal(api.clock.now().toISOString())
    expect((await send(api.url, '/v1/partners', { key: body.apiKey })).body.code).to.equal('key_revoked')
    expect((await revoke(partner.apiKey.apiKey.id)).body.code).to.equal('key_unknown')
  })

  it('are rotated: the old one ends after the overlap', async () => {
    const old = (await issue({ scopes: ['operator:read'] })).body
    const next = { scopes: ['operator:read'], replaces: { keyId: old.keyId, overlapSeconds: 60 } }
    expect((await issue(next)).status).to.equal(201)
    const code = async () => (await send(api.url, '/v1/partners', { key: old.apiKey })).body.code
    api.clock.advance(59_999)
    expect(await code()).to.equal(undefined)
    api.clock.advance(1)
    expect(await code()).to.equal('key_expired')
  })

  it('are asked for a scope by every route of operators, except for their own keys', () => {
    const full = ROUTES.filter(({ caller, operatorScopes }) => caller === 'operator' && operatorScopes === undefined)
    expect(full.map(({ path }) => path)).to.deep.equal([
      '/v1/operator-keys',
      '/v1/operator-keys',
      '/v1/operator-keys/{keyId}',
    ])
  })
})
