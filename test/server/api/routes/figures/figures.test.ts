import { expect } from 'chai'

import { FIGURE_DAYS_MAX, FIGURE_MONTHS_MAX } from '../../../../../server/domain/figures/spans.ts'
import { insertRows } from '../../../../../server/database/engine/save-rows.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aPurchase } from '../../../../support/rows.ts'
import { anOperatorKey, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { writeBatch, writeEvent } from '../../support/flows.ts'
import { aPerson } from '../../support/people.ts'
import { type RunningApi, startApi } from '../../support/running-api.ts'

/** What a day brought that brought nothing. */
const NOTHING = { issued: '0', reversed: '0', redeemed: '0', restored: '0', purchases: '0', redemptions: '0' }

describe("a partner's figures, day by day", function () {
  let db: Database
  let api: RunningApi
  let own: TestPartner
  let other: TestPartner

  beforeEach(async () => {
    db = await sharedTestDatabase()
    api = await startApi(db)
    own = await aPartner(api.deps, 'Harbour Books')
    other = await aPartner(api.deps, 'Café Verte')
  })

  afterEach(() => api.close())

  const ask = (query: string, key = own.key) => send(api.url, `/v1/partner/figures?${query}`, { key })
  const spansOf = async (query: string, key = own.key) => (await ask(query, key)).body.spans

  /** Something of everything, at a moment. */
  async function book(partnerId: number, at: Date): Promise<void> {
    await writeBatch(db, { partnerId, credited: 120n, debited: 20n, at })
    await writeEvent(db, 'redeemed', { partnerId, points: 70n, at })
    await writeEvent(db, 'redeemed', { partnerId, points: 5n, at })
    await writeEvent(db, 'restored', { partnerId, points: 7n, at })
    const purchase = { ...aPurchase().build(), partnerId, recordedAt: at }
    await db.transaction((tx) => insertRows(tx, 'purchase', [purchase]))
  }

  const BOOKED = { issued: '120', reversed: '20', redeemed: '75', restored: '7', purchases: '1', redemptions: '2' }

  it('has every day, those on which nothing happened too, the last being today', async () => {
    await book(own.id, new Date('2026-11-21T23:59:59Z'))
    await book(own.id, new Date('2026-11-23T00:00:00Z'))
    const { body } = await ask('days=3')
    expect(body).to.deep.include({ timeZone: 'UTC', unit: 'day' })
    expect(body.spans).to.deep.equal([
      { name: '2026-11-21', ...BOOKED },
      { name: '2026-11-22', ...NOTHING },
      { name: '2026-11-23', ...BOOKED },
    ])
    expect(body.definitions).to.have.all.keys(...Object.keys(NOTHING))
  })

  it('counts days by the clock of the shops', async () => {
    await book(own.id, new Date('2026-11-22T23:30:00Z'))
    const zone = { method: 'PUT', key: own.key, body: { timeZone: 'Europe/Paris' } }
    expect((await send(api.url, '/v1/partner/time-zone', zone)).status).to.equal(200)
    expect(await spansOf('days=2')).to.deep.equal([
      { name: '2026-11-22', ...NOTHING },
      { name: '2026-11-23', ...BOOKED },
    ])
  })

  it('has months as well, and leaves out what was before the first', async () => {
    await book(own.id, new Date('2025-10-31T23:59:59Z'))
    await book(own.id, new Date('2025-11-01T00:00:00Z'))
    await book(own.id, new Date('2026-10-02T00:00:00Z'))
    const spans = await spansOf(`months=${String(FIGURE_MONTHS_MAX)}`)
    expect(spans).to.have.length(FIGURE_MONTHS_MAX)
    expect([spans[0], spans[11], spans[12]]).to.deep.equal([
      { name: '2025-11', ...BOOKED },
      { name: '2026-10', ...BOOKED },
      { name: '2026-11', ...NOTHING },
    ])
  })

  it('never has those of another partner', async () => {
    await book(other.id, new Date('2026-11-23T10:00:00Z'))
    expect(await spansOf('days=1')).to.deep.equal([{ name: '2026-11-23', ...NOTHING }])
    expect(await spansOf('days=1', other.key)).to.deep.equal([{ name: '2026-11-23', ...BOOKED }])
    expect((await ask('days=1', await anOperatorKey(api.deps))).body.code).to.equal('scope_missing')
  })

  it('is for people of the partner too, whatever their role', async () => {
    const person = await aPerson(api, own.id, { role: 'support' })
    for (const path of ['figures?days=1', 'flows', 'liability'])
      expect((await person.ask(`/v1/partner/${path}`)).body.code ?? 'none', path).to.not.equal('scope_missing')
    expect((await person.ask('/v1/partner/figures?days=1')).status).to.equal(200)
  })

  it('has so many days or months at most, and not both', async () => {
    for (const [name, max] of [
      ['days', FIGURE_DAYS_MAX],
      ['months', FIGURE_MONTHS_MAX],
    ] as const) {
      expect(await spansOf(`${name}=1`)).to.have.length(1)
      expect(await spansOf(`${name}=${String(max)}`)).to.have.length(max)
      for (const count of ['0', String(max + 1), '-1', '1.5', ''])
        expect((await ask(`${name}=${count}`)).body.code, `${name}=${count}`).to.equal('malformed_request')
    }
    expect(await spansOf('')).to.have.length(30)
    for (const query of ['days=1&months=1', 'weeks=1'])
      expect((await ask(query)).body.code, query).to.equal('malformed_request')
  })
})
