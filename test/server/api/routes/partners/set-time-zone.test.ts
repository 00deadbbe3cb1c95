import { expect } from 'chai'

import { sharedTestDatabase } from '../../../../support/database.ts'
import { aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

describe('PUT /v1/partner/time-zone', function () {
  let api: RunningApi
  let partner: TestPartner

  beforeEach(async function () {
    api = await startApi(await sharedTestDatabase())
    partner = await aPartner(api.deps)
  })

  afterEach(() => api.close())

  const set = (timeZone: unknown) =>
    send(api.url, '/v1/partner/time-zone', { method: 'PUT', key: partner.key, body: { timeZone } })

  it('says in which zone the shops are, and can be said anew', async function () {
    for (const timeZone of ['Europe/London', 'America/New_York']) {
      const { status, body } = await set(timeZone)
      expect([status, body]).to.deep.equal([200, { partnerId: partner.id, timeZone }])
    }
  })

  it('refuses what is no time zone, and names the field', async function () {
    for (const timeZone of ['London', '+01:00', 'x'.repeat(65), 7, null]) {
      const { status, body } = await set(timeZone)
      expect([status, body.code, body.errors?.[0]?.pointer], String(timeZone)).to.deep.equal([
        400,
        'malformed_request',
        'body/timeZone',
      ])
    }
  })
})
