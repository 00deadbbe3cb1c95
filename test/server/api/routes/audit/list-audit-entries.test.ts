import { expect } from 'chai'

import { issueApiKey } from '../../../../../server/actions/partners/issue-api-key.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { anOperatorKey, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

describe('reading the audit log', function () {
  let db: Database
  let api: RunningApi
  let operator: string
  let partner: TestPartner
  let other: TestPartner

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    operator = await anOperatorKey(api.deps)
    partner = await aPartner(api.deps)
    other = await aPartner(api.deps, 'Other')
    for (const { id } of [partner, other, partner])
      await send(api.url, `/v1/partners/${String(id)}/suspend`, { key: operator, method: 'POST' })
    const body = { colour: '#1f4d3a', textColour: '#ffffff' }
    await send(api.url, '/v1/partner/colours', { method: 'PUT', key: partner.key, body })
  })

  afterEach(() => api.close())

  const numbersOf = async (query: string) =>
    (await send(api.url, `/v1/audit-log?${query}`, { key: operator })).body.data.map(
      (one: { number: string }) => one.number,
    )

  it('is page by page in both directions, and by partner, key, operation and time', async () => {
    expect(await numbersOf('limit=2')).to.deep.equal(['4', '3'])
    expect(await numbersOf('limit=2&order=oldest_first')).to.deep.equal(['1', '2'])
    const { nextCursor } = (await send(api.url, '/v1/audit-log?limit=3&order=oldest_first', { key: operator })).body
    expect((await numbersOf(`order=oldest_first&cursor=${String(nextCursor)}`)).slice(0, 1)).to.deep.equal(['4'])
    expect(await numbersOf(`partnerId=${String(partner.id)}`)).to.deep.equal(['4', '3', '1'])
    expect(await numbersOf(`keyId=${partner.apiKey.apiKey.id}`)).to.deep.equal(['4'])
    expect(await numbersOf('operation=setColours')).to.deep.equal(['4'])
    const now = api.clock.now().toISOString()
    expect(await numbersOf(`createdUntil=${now}`)).to.deep.equal([])
    expect((await numbersOf(`createdFrom=${now}`)).slice(-1)).to.deep.equal(['1'])
  })

  it('is the work of its own scope', async () => {
    const issue = { label: 'auditor', scopes: ['operator:audit'] }
    const { apiKey } = (await send(api.url, '/v1/operator-keys', { key: operator, body: issue })).body
    expect((await send(api.url, '/v1/audit-log', { key: apiKey })).status).to.equal(200)
    expect((await send(api.url, '/v1/partners', { key: apiKey })).body.code).to.equal('scope_missing')
    expect((await send(api.url, '/v1/audit-log', { key: partner.key })).body.code).to.equal('scope_missing')
  })

  it('shows a partner what it did and what was done to it, and not who of the operators it was', async () => {
    const { data } = (await send(api.url, '/v1/partner/audit-log', { key: partner.key })).body
    expect(data.map((one: { number: string }) => one.number)).to.deep.equal(['4', '3', '1'])
    expect(data[0].caller).to.deep.equal({ kind: 'partner', keyId: partner.apiKey.apiKey.id, label: 'first key' })
    expect(data[1].caller).to.deep.equal({ kind: 'operator', keyId: null, label: null })
    const terms = { partnerId: partner.id, label: 'till', expiresAt: null, replaces: null }
    const till = await issueApiKey(api.deps, { ...terms, scopes: ['purchases:write'] })
    expect((await send(api.url, '/v1/partner/audit-log', { key: till.text })).body.details).to.deep.equal({
      scope: 'audit:read',
    })
  })
})
