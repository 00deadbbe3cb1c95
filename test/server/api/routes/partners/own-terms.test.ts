import { expect } from 'chai'

import { issueApiKey } from '../../../../../server/actions/partners/issue-api-key.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { PARTNER_SCOPES, USUAL_PARTNER_SCOPES } from '../../../../../server/domain/scopes.ts'
import { OWN_TERMS_NOTICE_MS_MIN } from '../../../../../server/domain/versions.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { anOperatorKey, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { aPerson, type TestPerson } from '../../support/people.ts'
import { NOW, type RunningApi, startApi } from '../../support/running-api.ts'

const RULE = { points: '2', perMinor: '100', pointsMax: '1000' }
const RATE = { points: '100', minor: '80' }

describe('terms that a partner sets itself', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let marketing: TestPerson

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    marketing = await aPerson(api, partner.id, { role: 'marketing' })
  })

  afterEach(() => api.close())

  const at = (ms: number) => new Date(NOW.getTime() + ms).toISOString()
  const inADay = () => at(OWN_TERMS_NOTICE_MS_MIN)
  const set = (what: 'earning-rules' | 'redeem-rates', body: object, who = marketing) =>
    who.ask(`/v1/partner/${what}`, { body })

  for (const [what, terms] of [
    ['earning-rules', RULE],
    ['redeem-rates', RATE],
  ] as const) {
    it(`sets the next of its ${what}, from a day on, and lists all of them`, async function () {
      const before = (await marketing.ask(`/v1/partner/${what}`)).body.data
      const { status, body } = await set(what, { ...terms, validFrom: inADay() })
      expect(status, JSON.stringify(body)).to.equal(201)
      expect(body).to.deep.include({ ...terms, version: 2, currency: 'GBP', validFrom: inADay() })
      expect((await marketing.ask(`/v1/partner/${what}`)).body.data).to.deep.equal([body, ...before])
    })

    it(`refuses ${what} that count a moment sooner, at once, or without a date`, async function () {
      for (const validFrom of [at(OWN_TERMS_NOTICE_MS_MIN - 1), NOW.toISOString()]) {
        const { status, body } = await set(what, { ...terms, validFrom })
        expect([status, body.code]).to.deep.equal([422, 'valid_from_too_soon'])
        expect(body.details.validFromMin).to.equal(inADay())
      }
      expect((await set(what, { ...terms, validFrom: at(-1) })).body.code).to.equal('valid_from_in_past')
      expect((await set(what, terms)).status).to.equal(400)
    })

    it(`leaves the first ${what} in another currency to the operator`, async function () {
      const asked = { ...terms, currency: 'CHF', validFrom: inADay() }
      const { status, body } = await set(what, asked)
      expect([status, body.code, body.details.actual]).to.deep.equal([422, 'currency_mismatch', 'CHF'])
      const key = await anOperatorKey(api.deps)
      expect((await send(api.url, `/v1/partners/${partner.id}/${what}`, { key, body: asked })).status).to.equal(201)
      expect((await set(what, { ...asked, validFrom: at(2 * OWN_TERMS_NOTICE_MS_MIN) })).status).to.equal(201)
    })
  }

  it('is for marketing and owners; others read, and each sees only their own brand', async function () {
    const owner = await aPerson(api, partner.id, { role: 'owner' })
    const finance = await aPerson(api, partner.id, { role: 'finance' })
    expect((await set('earning-rules', { ...RULE, validFrom: inADay() }, owner)).status).to.equal(201)
    const refused = await set('earning-rules', { ...RULE, validFrom: inADay() }, finance)
    expect([refused.status, refused.body.details.scope]).to.deep.equal([403, 'terms:write'])
    expect((await finance.ask('/v1/partner/earning-rules')).body.data).to.have.length(2)
    const other = await aPartner(api.deps, 'Other')
    const others = await aPerson(api, other.id, { role: 'marketing', email: 'mia@other.example' })
    expect((await others.ask('/v1/partner/earning-rules')).body.data).to.have.length(1)
  })

  it('is no part of what a key may do unless somebody names it', async function () {
    expect(USUAL_PARTNER_SCOPES).to.not.include('terms:write')
    const body = { ...RULE, validFrom: inADay() }
    const till = await send(api.url, '/v1/partner/earning-rules', { key: partner.key, body })
    expect([till.status, till.body.details.scope]).to.deep.equal([403, 'terms:write'])
    const terms = { partnerId: partner.id, label: 'all', scopes: PARTNER_SCOPES, expiresAt: null, replaces: null }
    const { text: key } = await issueApiKey(api.deps, terms)
    expect((await send(api.url, '/v1/partner/earning-rules', { key, body })).status).to.equal(201)
  })

  it('is in the audit log with who set what', async function () {
    await set('redeem-rates', { ...RATE, validFrom: inADay() })
    const entry = (await db.auditEntry.findMany({ orderBy: { number: 'asc' } })).at(-1)
    expect(entry).to.deep.include({
      operation: 'setOwnRedeemRate',
      keyId: marketing.personId,
      keyLabel: 'The marketing',
      changed: true,
    })
    expect(JSON.parse(entry?.kept ?? '')).to.deep.equal({ ...RATE, validFrom: inADay() })
  })
})
