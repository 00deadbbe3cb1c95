import { expect } from 'chai'

import { LANDING_TEXTS } from '../../../../server/api/pages/landing-texts.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../support/database.ts'
import { aMember, aPartner, send, type TestPartner } from '../support/coalition.ts'
import { batchOpenEntries, followChainTo, postBatch } from '../support/ledger.ts'
import { startApi, type RunningApi } from '../support/running-api.ts'

/** The figure beside a name, as the page shows it. */
const figureOf = (page: string, name: string) => new RegExp(`<dt>${name}</dt>\\s*<dd>([^<]*)`).exec(page)?.[1]?.trim()

describe('the front page', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps, 'Harbour <Books>')
  })

  afterEach(() => api.close())

  const read = async (path = '/', headers: Record<string, string> = {}) =>
    (await fetch(`${api.url}${path}`, { headers })).text()

  it('shows what the ledger has, read anew after some seconds', async function () {
    expect(figureOf(await read(), 'Points issued')).to.equal('0')
    const { card } = await aMember(api.deps)
    const facts = { currency: 'GBP', amountMinor: '123400', occurredAt: api.clock.now().toISOString() }
    const body = { orderRef: 'one', member: { kind: 'card', value: card }, ...facts }
    expect((await send(api.url, '/v1/purchases', { key: partner.key, body })).status).to.equal(201)
    await followChainTo(db, { number: 7n, finalizedNumber: 7n })
    await postBatch(db, await batchOpenEntries(db, partner.id, 'posted'), 7n)
    api.clock.advance(4_999)
    expect(figureOf(await read(), 'Points issued')).to.equal('0')
    api.clock.advance(1)
    const page = await read()
    expect(figureOf(page, 'Points issued')).to.equal('1,234')
    expect(figureOf(page, 'Points redeemed')).to.equal('0')
    expect(figureOf(page, 'Brands')).to.equal('1')
  })

  it('says so where the chain does not answer', async function () {
    expect(figureOf(await read(), 'Points in circulation')).to.equal('–')
    expect(await read()).to.include('the ledger is not answering')
  })

  it('shows the brands, and nothing of theirs as markup', async function () {
    expect(await read())
      .to.include('Harbour &lt;Books&gt;')
      .and.not.to.include('<Books>')
  })

  it('is in the language that the browser prefers, or that was chosen', async function () {
    const french = { 'Accept-Language': 'fr-CA,fr;q=0.9,en;q=0.5' }
    expect(await read('/', french))
      .to.include('<html lang="fr">')
      .and.to.include(LANDING_TEXTS.fr.heading)
    expect(await read('/?lang=en', french)).to.include('<html lang="en">')
    expect(await read('/?lang=de', { 'Accept-Language': 'de' })).to.include('<html lang="en">')
    const { headers } = await fetch(`${api.url}/`)
    expect(headers.get('vary')).to.include('Accept-Language')
  })

  it('has no links for machines', async function () {
    expect(await read()).to.not.match(/healthz|readyz|metrics/)
  })

  it('is what a browser is led to from an address that leads nowhere; a program is told so as a problem', async function () {
    const browser = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }
    const page = await fetch(`${api.url}/nowhere`, { headers: browser })
    expect([page.status, page.headers.get('content-type')]).to.deep.equal([404, 'text/html; charset=utf-8'])
    expect(await page.text())
      .to.include('Page not found')
      .and.to.include('href="/?lang=en"')
    for (const headers of [{}, { Accept: '*/*' }, { Accept: 'application/json' }]) {
      const problem = await fetch(`${api.url}/nowhere`, { headers })
      expect([problem.status, problem.headers.get('content-type')]).to.deep.equal([
        404,
        'application/problem+json; charset=utf-8',
      ])
    }
    expect(
      (await fetch(`${api.url}/nowhere`, { method: 'POST', headers: browser })).headers.get('content-type'),
    ).to.match(/problem/)
  })

  it('has an icon that other programs may show', async function () {
    for (const [path, type] of [
      ['/entente.svg', 'image/svg+xml'],
      ['/entente.png', 'image/png'],
    ] as const) {
      const { headers, status } = await fetch(`${api.url}${path}`)
      expect(status).to.equal(200)
      expect(headers.get('content-type')).to.include(type)
      expect(headers.get('cross-origin-resource-policy')).to.equal('cross-origin')
    }
  })
})
