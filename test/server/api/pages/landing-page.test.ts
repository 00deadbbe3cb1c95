import { expect } from 'chai'
import sharp from 'sharp'

import { LANDING_TEXTS } from '../../../../server/api/pages/landing-texts.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../support/database.ts'
import { aMember, aPartner, send, type TestPartner } from '../support/coalition.ts'
import { batchOpenEntries, followChainTo, postBatch } from '../support/ledger.ts'
import { startApi, type RunningApi } from '../support/running-api.ts'

/** The figure beside a name, as the page shows it. */
const figureOf = (page: string, name: string) =>
  new RegExp(`<svg.*?</svg>${name}\\s*</dt>\\s*<dd>([^<]*)`).exec(page)?.[1]?.trim()

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
    expect(figureOf(await read(), 'Points collected')).to.equal('0')
    const { card } = await aMember(api.deps)
    const facts = { currency: 'GBP', amountMinor: '123400', occurredAt: api.clock.now().toISOString() }
    const body = { orderRef: 'one', member: { kind: 'card', value: card }, ...facts }
    expect((await send(api.url, '/v1/purchases', { key: partner.key, body })).status).to.equal(201)
    await followChainTo(db, { number: 7n, finalizedNumber: 7n })
    await postBatch(db, await batchOpenEntries(db, partner.id, 'posted'), 7n)
    api.clock.advance(4_999)
    expect(figureOf(await read(), 'Points collected')).to.equal('0')
    api.clock.advance(1)
    const page = await read()
    expect(figureOf(page, 'Points collected')).to.equal('1,234')
    expect(figureOf(page, 'Points spent')).to.equal('0')
    expect(page).to.include('Brands in the coalition')
  })

  it('says so where the chain does not answer', async function () {
    expect(figureOf(await read(), 'Points ready to spend')).to.equal('–')
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
      .to.include('<html lang="fr" dir="ltr">')
      .and.to.include(LANDING_TEXTS.fr.heading)
    expect(await read('/?lang=en', french)).to.include('<html lang="en" dir="ltr">')
    expect(await read('/?lang=de', { 'Accept-Language': 'de' })).to.include('<html lang="en" dir="ltr">')
    const { headers } = await fetch(`${api.url}/`)
    expect(headers.get('vary')).to.include('Accept-Language')
  })

  it('has no links for machines', async function () {
    expect(await read()).to.not.match(/healthz|readyz|metrics|openapi\.json|v1\/status/)
  })

  it('is what other sites show with a title, a sentence and a picture of the size that they ask for', async function () {
    const page = await read()
    const content = (name: string) => new RegExp(`<meta property="${name}" content="([^"]*)"`).exec(page)?.[1]
    expect(content('og:title')).to.equal('Entente: one loyalty point, many brands')
    expect(content('og:description')).to.equal(LANDING_TEXTS.en.description)
    const { pathname } = new URL(content('og:image') ?? '')
    const picture = await fetch(`${api.url}${pathname}`)
    expect(picture.headers.get('content-type')).to.equal('image/png')
    const { width, height, format } = await sharp(Buffer.from(await picture.arrayBuffer())).metadata()
    expect({ width, height, format }).to.deep.equal({ width: 1_200, height: 630, format: 'png' })
    expect(page).to.include('<meta name="twitter:card" content="summary_large_image" />')
  })

  it('has icons for tabs and home screens, in each size that it names', async function () {
    for (const [path, pixels] of [
      ['/icons/32.png', 32],
      ['/apple-touch-icon.png', 180],
      ['/icons/192.png', 192],
      ['/icons/512.png', 512],
    ] as const) {
      const icon = await fetch(`${api.url}${path}`)
      const { width, height } = await sharp(Buffer.from(await icon.arrayBuffer())).metadata()
      expect([width, height], path).to.deep.equal([pixels, pixels])
    }
    expect(await read()).to.match(/rel="icon"\s+href="\/favicon.svg"/)
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
