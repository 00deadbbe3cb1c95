import { expect } from 'chai'

import { issueApiKey } from '../../../../../server/actions/partners/issue-api-key.ts'
import { RATES_PER_IMPORT_MAX } from '../../../../../server/api/schemas/clearing/rates.ts'
import { localSigner } from '../../../../../server/chain/signer.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import type { ExchangeRate, SignedRate } from '../../../../../server/domain/clearing/exchange-rates.ts'
import { FOUR_EYES_POWERS, NO_FOUR_EYES } from '../../../../../server/domain/four-eyes.ts'
import type { OperatorScope } from '../../../../../server/domain/scopes.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { testKey } from '../../../../support/platform/edr-chain.ts'
import { aSignedRate, RATE_SIGNER } from '../../support/clearing.ts'
import { anOperatorKey, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { ADDRESSES, type RunningApi, startApi } from '../../support/running-api.ts'

/** The clock of the API stands at 23 November 2026. */
const TODAY = '2026-11-23'

describe('exchange rates and settlement currencies', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let operator: string

  beforeEach(async () => {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    operator = await anOperatorKey(api.deps)
  })

  afterEach(() => api.close())

  const signed = (changes: Partial<ExchangeRate> = {}) => aSignedRate(ADDRESSES, { date: TODAY, ...changes })
  const take = (rates: readonly object[], key = operator) => send(api.url, '/v1/rates', { key, body: { rates } })
  const codeOf = async (rate: object) => (await take([rate])).body.code
  const list = async (query = '') => (await send(api.url, `/v1/rates${query}`, { key: operator })).body
  const scoped = async (scopes: OperatorScope[]) =>
    (await issueApiKey(api.deps, { partnerId: null, label: 'Marie', scopes, expiresAt: null, replaces: null })).text

  it('takes a signed rate once, whoever hands it in again, and never another figure of the day', async function () {
    const rate = await signed()
    const first = await take([rate])
    expect([first.status, first.body.imported, first.body.before]).to.deep.equal([200, 1, 0])
    const [kept] = first.body.rates
    expect(kept).to.include({ ...rate, importedAt: '2026-11-23T12:00:00.000Z' })
    expect(kept.hash).to.match(/^0x[0-9a-f]{64}$/)
    const again = (await take([rate])).body
    expect([again.imported, again.before, again.rates]).to.deep.equal([0, 1, [kept]])
    // The same figure with another zero, or from elsewhere: the first one stays.
    expect((await take([await signed({ rate: '162.350', source: 'Reuters' })])).body.rates).to.deep.equal([kept])
    const differs = await take([await signed({ rate: '162.36' })])
    expect([differs.status, differs.body.code, differs.body.details]).to.deep.equal([
      409,
      'rate_differs',
      { date: TODAY, base: 'EUR', quote: 'JPY', rate: '162.36', known: '162.35' },
    ])
    expect((await list()).data).to.deep.equal([kept])
  })

  it('takes all rates of a request or none, also where one is there twice', async function () {
    const [day, other] = [await signed({ date: '2026-11-20' }), await signed({ rate: '0' })]
    expect((await take([day, other])).body.code).to.equal('rate_out_of_range')
    const twice = await signed({ date: '2026-11-20', rate: '163' })
    expect((await take([day, twice])).body.code).to.equal('rate_differs')
    expect((await list()).data).to.deep.equal([])
    expect((await take([day, day])).body).to.include({ imported: 1, before: 1 })
  })

  it('refuses what is forged, of a stranger, of another chain, of tomorrow, zero, huge or of no use', async function () {
    const rate = await signed()
    for (const [name, value] of [
      ['rate', '162.36'],
      ['date', '2026-11-22'],
      ['source', 'somebody'],
      ['quote', 'GBP'],
      ['signature', `0x${'00'.repeat(65)}`],
      ['signature', `0x${'ff'.repeat(65)}`],
    ] as const)
      expect(await codeOf({ ...rate, [name]: value }), name).to.equal('rate_signature_wrong')
    const stranger = localSigner(testKey('a stranger'))
    const foreign: SignedRate = await aSignedRate(ADDRESSES, { date: TODAY }, stranger)
    expect((await take([foreign])).status).to.equal(403)
    expect(await codeOf(foreign)).to.equal('rate_signer_unknown')
    expect(await codeOf({ ...foreign, signer: RATE_SIGNER.address })).to.equal('rate_signature_wrong')
    expect(await codeOf(await aSignedRate({ ...ADDRESSES, registry: ADDRESSES.token }, { date: TODAY }))).to.equal(
      'rate_signature_wrong',
    )
    expect(await codeOf(await signed({ date: '2026-11-24' }))).to.equal('rate_date_future')
    expect(await codeOf(await signed({ rate: '0.0' }))).to.equal('rate_out_of_range')
    expect(await codeOf(await signed({ rate: '100000000.1' }))).to.equal('rate_out_of_range')
    expect(await codeOf(await signed({ base: 'JPY', quote: 'EUR' }))).to.equal('rate_currency_wrong')
    expect(await codeOf(await signed({ quote: 'EUR' }))).to.equal('rate_currency_wrong')
    expect((await list()).data).to.deep.equal([])
  })

  it('refuses what has another form before it looks at a signature', async function () {
    const rate = await signed()
    const { source: _, ...without } = rate
    for (const wrong of [
      { ...rate, date: '2026-02-30' },
      { ...rate, date: 'today' },
      { ...rate, rate: 162.35 },
      { ...rate, rate: '162,35' },
      { ...rate, rate: `0.${'1'.repeat(13)}` },
      { ...rate, rate: '-1' },
      { ...rate, quote: 'YEN' },
      { ...rate, quote: 'jpy' },
      { ...rate, source: 'x'.repeat(141) },
      { ...rate, source: '' },
      { ...rate, signer: '0x12' },
      { ...rate, signature: '0x12' },
      { ...rate, until: '2026-12-01' },
      without,
    ])
      expect(await codeOf(wrong), JSON.stringify(wrong)).to.equal('malformed_request')
    expect((await take([])).body.code).to.equal('malformed_request')
    const many = (count: number) => Array.from({ length: count }, () => rate)
    expect((await take(many(RATES_PER_IMPORT_MAX + 1))).body.code).to.equal('malformed_request')
    expect((await take(many(RATES_PER_IMPORT_MAX))).body).to.include({ imported: 1, before: RATES_PER_IMPORT_MAX - 1 })
  })

  it('lists rates page by page, the newest day first, of all currencies or of one', async function () {
    const rates = [
      await signed({ date: '2026-11-20' }),
      await signed({ quote: 'KWD', rate: '0.35525' }),
      await signed(),
    ]
    await take(rates)
    const names = (of: { date: string; quote: string }[]) => of.map(({ date, quote }) => `${date} ${quote}`)
    const first = await list('?limit=2')
    expect(names(first.data)).to.deep.equal(['2026-11-23 JPY', '2026-11-23 KWD'])
    const rest = await list(`?limit=2&cursor=${String(first.nextCursor)}`)
    expect([names(rest.data), rest.nextCursor]).to.deep.equal([['2026-11-20 JPY'], null])
    expect(names((await list('?currency=KWD')).data)).to.deep.equal(['2026-11-23 KWD'])
    expect((await list('?currency=XAU')).code).to.equal('malformed_request')
  })

  it('leaves no way to change a rate, not even in the database', async function () {
    await take([await signed()])
    for (const sql of ["update exchange_rate set rate = '1'", 'delete from exchange_rate', 'truncate exchange_rate'])
      expect(await db.$executeRawUnsafe(sql).then(String, String), sql).to.include('never changes')
  })

  it('sets a currency from a month on that has not begun, once, and says what holds', async function () {
    const path = `/v1/partners/${String(partner.id)}/settlement-currency`
    const set = (body: object, key = operator) => send(api.url, path, { key, body })
    const read = async () => (await send(api.url, path, { key: operator })).body
    const empty = { partnerId: partner.id, clearingCurrency: 'EUR', currency: 'EUR', versions: [] }
    expect(await read()).to.deep.equal(empty)
    const first = await set({ month: '2026-12', currency: 'JPY' })
    expect([first.status, first.body.currency]).to.deep.equal([201, 'EUR'])
    expect((await set({ month: '2026-12', currency: 'JPY' })).body.versions).to.deep.equal(first.body.versions)
    // Nothing was booked, so it may hold from the month that runs; from one that is over it never may.
    expect((await set({ month: '2026-11', currency: 'KWD' })).body.currency).to.equal('KWD')
    expect((await set({ month: '2026-10', currency: 'KWD' })).body.code).to.equal('currency_month_passed')
    for (const wrong of [
      { month: '2026-12' },
      { month: 'soon', currency: 'JPY' },
      { month: '2026-12', currency: 'XXX' },
    ])
      expect((await set(wrong)).body.code, JSON.stringify(wrong)).to.equal('malformed_request')
    expect((await read()).versions).to.have.length(2)
    await db.partner.update({ where: { id: partner.id }, data: { status: 'left' } })
    expect((await set({ month: '2027-01', currency: 'JPY' })).body.code).to.equal('partner_left')
    const unknown = await send(api.url, '/v1/partners/999/settlement-currency', { key: operator })
    expect(unknown.body.code).to.equal('partner_unknown')
  })

  it('is no business of partners, nor of operators without the scope', async function () {
    const path = `/v1/partners/${String(partner.id)}/settlement-currency`
    const body = { month: '2026-12', currency: 'JPY' }
    expect((await take([await signed()], partner.key)).body.code).to.equal('scope_missing')
    expect((await take([await signed()], await scoped(['operator:read', 'operator:terms']))).body.code).to.equal(
      'scope_missing',
    )
    for (const at of ['/v1/rates', path])
      expect((await send(api.url, at, { key: partner.key })).body.code, at).to.equal('scope_missing')
    expect((await send(api.url, path, { key: partner.key, body })).body.code).to.equal('scope_missing')
    const clearing = await scoped(['operator:clearing'])
    expect((await send(api.url, path, { key: clearing, body })).body.code).to.equal('scope_missing')
  })

  it('needs a second person for a currency where prices do', async function () {
    await api.close()
    api = await startApi(db, { overrides: { fourEyes: { ...NO_FOUR_EYES, powers: FOUR_EYES_POWERS } } })
    const path = `/v1/partners/${String(partner.id)}/settlement-currency`
    const body = { month: '2026-12', currency: 'JPY' }
    const proposed = await send(api.url, path, { key: operator, body })
    expect([proposed.status, proposed.body.state]).to.deep.equal([202, 'waiting'])
    expect((await send(api.url, path, { key: operator })).body.versions).to.deep.equal([])
  })
})
