import { expect } from 'chai'

import { ENTENTE } from '../../../../server/api/pages/coalition.ts'
import { LANDING_TEXTS } from '../../../../server/api/pages/landing-texts.ts'
import { durationText, renderStatusPage } from '../../../../server/api/pages/status-page.ts'
import { readStatus, type Status } from '../../../../server/actions/status/read-status.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import { Transient } from '../../../../server/domain/rejection.ts'
import { sharedTestDatabase } from '../../../support/database.ts'
import { aMember, aPartner, send } from '../support/coalition.ts'
import { batchOpenEntries, followChainTo, postBatch } from '../support/ledger.ts'
import { NOW, type RunningApi, startApi } from '../support/running-api.ts'

const { status: en } = LANDING_TEXTS.en
const { status: fr } = LANDING_TEXTS.fr
const SITE = { coalition: ENTENTE, publicUrl: 'http://localhost:8080' }

/** The figure beside a name, as the page shows it. */
const figureOf = (page: string, name: string) =>
  new RegExp(`<svg.*?</svg>${name}\\s*</dt>\\s*<dd>\\s*([^<]*)`).exec(page)?.[1]?.trim()

describe('the status page', function () {
  let db: Database
  let api: RunningApi

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
  })

  afterEach(() => api.close())

  const read = async (path = '/status', headers: Record<string, string> = {}) =>
    (await fetch(`${api.url}${path}`, { headers })).text()

  /** What the page would say of a chain that answers. */
  async function shown(changed: Partial<Status> = {}): Promise<string> {
    const chainNow = { block: 90n, at: new Date(NOW.getTime() - 2_000), totalSupply: 5n }
    const status = { ...(await readStatus(api.deps)), pace: 'on_time' as const, chainNow, ...changed }
    return renderStatusPage(SITE, 'en', { status, now: NOW })
  }

  async function sell(): Promise<number> {
    const partner = await aPartner(api.deps)
    const { card } = await aMember(api.deps)
    const facts = { currency: 'GBP', amountMinor: '123400', occurredAt: api.clock.now().toISOString() }
    const body = { orderRef: 'one', member: { kind: 'card', value: card }, ...facts }
    expect((await send(api.url, '/v1/purchases', { key: partner.key, body })).status).to.equal(201)
    return partner.id
  }

  it('says how much waits, since when, and how long purchases took, and forgets it in seconds', async () => {
    const partnerId = await sell()
    api.clock.advance(180_000)
    const page = await read()
    expect(figureOf(page, en.waiting)).to.equal('1')
    expect(figureOf(page, en.oldest)).to.equal('3 minutes')
    expect(figureOf(page, en.lag)).to.equal('–')
    await followChainTo(db, { number: 7n, finalizedNumber: 7n })
    await postBatch(db, await batchOpenEntries(db, partnerId, 'posted'), 7n)
    expect(figureOf(await read(), en.waiting)).to.equal('1')
    api.clock.advance(5_000)
    expect(figureOf(await read(), en.waiting)).to.equal('0')
    expect(figureOf(await read(), en.oldest)).to.equal('–')
  })

  it('says in its first line whether all is well', async () => {
    expect(await shown()).to.include(en.fine)
    expect(await shown({ pace: 'late' })).to.include(en.late)
    const paused = await shown({ paused: [{ power: 'redeeming', since: NOW }] })
    expect(paused).to.include(en.redeemingPaused)
    expect(figureOf(paused, en.spending)).to.equal(en.paused)
    expect(figureOf(await shown(), en.spending)).to.equal(en.open)
    expect(await shown()).to.include('made 2 seconds ago')
  })

  it('says so where the chain does not answer, and that purchases are recorded', async () => {
    const page = await read()
    expect(page).to.include(en.late).and.to.include(en.blockNone)
    expect(figureOf(page, en.purchases)).to.equal(en.accepted)
  })

  it('is there, with 503, where the database is not', async () => {
    const findUnique = () => Promise.reject(new Transient('the database does not answer', null))
    const lost = new Proxy(db, {
      get: (target, name) => (name === 'chainCursor' ? { findUnique } : (Reflect.get(target, name) as unknown)),
    })
    const broken = await startApi(db, { overrides: { db: lost } })
    try {
      const answer = await fetch(`${broken.url}/status`)
      expect(answer.status).to.equal(503)
      expect(answer.headers.get('cache-control')).to.equal('no-store')
      expect(await answer.text()).to.include(en.down)
    } finally {
      await broken.close()
    }
  })

  it('speaks the language of its reader, needs no script, and names nobody', async () => {
    await sell()
    const page = await read('/status', { 'Accept-Language': 'fr' })
    expect(page).to.include(fr.late).and.to.include('<html lang="fr"').and.to.not.include('<script')
    expect(await read('/status?lang=en', { 'Accept-Language': 'fr' })).to.include(en.late)
    expect(page)
      .to.not.include('Harbour Books')
      .and.not.match(/partnerId|0x[0-9a-f]{40}/)
  })

  it('is found from the front page', async () => {
    expect(await read('/')).to.include('href="/status?lang=en"')
  })
})

describe('durationText', function () {
  for (const [ms, english, french] of [
    [0, '0 seconds', '0 seconde'],
    [1_249, '1.2 seconds', '1,2 seconde'],
    [59_999, '60 seconds', '60 secondes'],
    [60_000, '1 minute', '1 minute'],
    [3_599_999, '59 minutes', '59 minutes'],
    [3_600_000, '1 hour', '1 heure'],
    [86_400_000, '1 day', '1 jour'],
  ] as const)
    it(`says ${english}`, () => {
      expect(durationText(ms, 'en')).to.equal(english)
      expect(durationText(ms, 'fr').replaceAll(/\s/g, ' ')).to.equal(french)
    })
})
