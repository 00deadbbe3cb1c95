import { expect } from 'chai'

import type { Database } from '../../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

/** A number of Ofcom's range for drama, and one of Arcep's. */
const BRITISH = { typed: '020 7946 0958', whole: '+442079460958' }
const FRENCH = { typed: '01 99 00 12 34', whole: '+33199001234' }

describe('the country of a partner', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
  })

  afterEach(() => api.close())

  const set = (country: unknown, key = partner.key) =>
    send(api.url, '/v1/partner/country', { method: 'PUT', key, body: { country } })
  const post = (path: string, body: unknown, key = partner.key) => send(api.url, path, { key, body })
  const enrol = (value: string, key = partner.key) =>
    post('/v1/members', { kind: 'card', identifiers: [{ kind: 'phone', value }] }, key)
  const find = (value: string, key = partner.key) => post('/v1/members/search', { kind: 'phone', value }, key)

  it('is told, once it is said', async function () {
    const read = async () => (await send(api.url, '/v1/partner', { key: partner.key })).body.country
    expect(await read()).to.equal(null)
    expect((await set('GB')).body).to.deep.equal({ partnerId: partner.id, country: 'GB' })
    expect(await read()).to.equal('GB')
    expect((await set('FR')).body.country).to.equal('FR')
  })

  for (const country of ['gb', 'GBR', 'ZZ', 'AC', '', 44, null])
    it(`is not ${JSON.stringify(country)}`, async function () {
      const { status, body } = await set(country)
      expect([status, body.code]).to.deep.equal([400, 'malformed_request'])
    })

  it('reads a phone number that is typed without its country code', async function () {
    await set('GB')
    const { status, body } = await enrol(BRITISH.typed)
    expect(status).to.equal(201)
    for (const value of [BRITISH.typed, BRITISH.whole, '(020) 7946-0958', '0044 20 7946 0958'])
      expect((await find(value)).body.memberId, value).to.equal(body.memberId)
  })

  it('reads one with a code as what it says', async function () {
    await set('GB')
    const { body } = await enrol(FRENCH.whole)
    expect((await find(FRENCH.whole)).body.memberId).to.equal(body.memberId)
    expect((await find(FRENCH.typed)).body.code).to.not.equal(undefined)
  })

  it('is asked for where nobody has said it', async function () {
    for (const answer of [await find(BRITISH.typed), await enrol(BRITISH.typed)]) {
      expect([answer.status, answer.body.code]).to.deep.equal([422, 'identifier_malformed'])
      expect(answer.body.details).to.deep.equal({ kind: 'phone', needsCountryCode: true })
    }
    await set('GB')
    // The country is known now, and no number there looks like this one.
    expect((await find('12345')).body.details).to.deep.equal({ kind: 'phone' })
  })

  it('is of each partner alone', async function () {
    const other = await aPartner(api.deps, 'Maison Verte', { country: 'FR' })
    await set('GB')
    const { body } = await enrol(FRENCH.typed, other.key)
    expect((await find(FRENCH.whole, other.key)).body.memberId).to.equal(body.memberId)
    expect((await find(FRENCH.typed)).body.memberId).to.equal(undefined)
  })

  it('names the customer of a purchase too', async function () {
    await set('GB')
    const { body: member } = await enrol(BRITISH.typed)
    const occurredAt = '2026-11-23T10:00:00Z'
    const facts = { currency: 'GBP', amountMinor: '1999', occurredAt }
    const sale = { orderRef: 'T-1', member: { kind: 'phone', value: BRITISH.typed }, ...facts }
    expect((await post('/v1/purchases', sale)).body.memberId).to.equal(member.memberId)
  })
})
