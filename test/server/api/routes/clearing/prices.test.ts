import { expect } from 'chai'

import { issueApiKey } from '../../../../../server/actions/partners/issue-api-key.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { FOUR_EYES_POWERS, NO_FOUR_EYES } from '../../../../../server/domain/four-eyes.ts'
import type { OperatorScope } from '../../../../../server/domain/scopes.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { anOperatorKey, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

const JANUARY = { month: '2027-01', issueMicros: '1000000', redeemMicros: '800000' }

describe('the prices of a partner', function () {
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

  const path = () => `/v1/partners/${String(partner.id)}/prices`
  const set = (body: object = JANUARY, key = operator) => send(api.url, path(), { key, body })
  const list = async () => (await send(api.url, path(), { key: operator })).body.data

  it('are planned once, whoever asks again, and a change of mind is the newest plan of its month', async function () {
    const first = await set()
    expect(first.status).to.equal(201)
    expect(first.body).to.deep.include({
      ...JANUARY,
      partnerId: partner.id,
      state: 'planned',
      announced: null,
      set: null,
    })
    expect(first.body.call.data).to.match(/^0x[0-9a-f]{264}$/)
    expect((await set()).body).to.deep.equal(first.body)
    expect(await list()).to.deep.equal([first.body])
    const changed = await set({ ...JANUARY, issueMicros: '1050000' })
    expect(await list()).to.deep.equal([changed.body])
    expect(await db.pricePlan.count()).to.equal(2)
  })

  it('refuses a month that passed, a partner that is unknown or left, and figures that are none', async function () {
    const code = async (changes: object) => (await set({ ...JANUARY, ...changes })).body.code
    await db.partnerEvent.create({
      data: {
        blockNumber: 3n,
        logIndex: 0,
        partnerId: partner.id,
        kind: 'prices',
        data: { month: '685', issuePrice: '7', redeemPrice: '8' },
        transactionHash: `0x${'7a'.repeat(32)}`,
      },
    })
    expect(await code({ month: '2026-11' })).to.equal('price_month_passed')
    expect(await code({ month: '2027-01' })).to.equal('price_month_out_of_order')
    expect(
      (await list()).map(({ state, plannedAt }: { state: string; plannedAt: null }) => [state, plannedAt]),
    ).to.deep.equal([['set', null]])
    for (const wrong of [
      { month: 'soon' },
      { month: '2027-13' },
      { issueMicros: 1_000_000 },
      { issueMicros: '-1' },
      { redeemMicros: '1.5' },
      { issueMicros: '1'.repeat(19) },
      { currency: 'GBP' },
    ])
      expect(await code(wrong), JSON.stringify(wrong)).to.equal('malformed_request')
    expect((await set({ ...JANUARY, month: '2027-02', issueMicros: '9'.repeat(18) })).status).to.equal(201)
    expect((await send(api.url, '/v1/partners/999/prices', { key: operator })).body.code).to.equal('partner_unknown')
    await db.partner.update({ where: { id: partner.id }, data: { status: 'left' } })
    expect(await code({ month: '2027-03' })).to.equal('partner_left')
  })

  it('are no business of partners, nor of operators without the scope', async function () {
    const scoped = async (scopes: OperatorScope[]) =>
      (await issueApiKey(api.deps, { partnerId: null, label: 'Marie', scopes, expiresAt: null, replaces: null })).text
    expect((await set(JANUARY, partner.key)).body.code).to.equal('scope_missing')
    expect((await send(api.url, path(), { key: partner.key })).body.code).to.equal('scope_missing')
    expect((await set(JANUARY, await scoped(['operator:read', 'operator:allowances']))).body.code).to.equal(
      'scope_missing',
    )
    expect((await set(JANUARY, await scoped(['operator:terms']))).status).to.equal(201)
  })

  it('need a second person where prices are among the powers that do', async function () {
    await api.close()
    api = await startApi(db, { overrides: { fourEyes: { ...NO_FOUR_EYES, powers: FOUR_EYES_POWERS } } })
    const aKey = async (label: string, issuer?: string) => {
      const terms = { partnerId: null, label, scopes: ['operator'] as OperatorScope[], expiresAt: null, replaces: null }
      const issuedBy = issuer?.split('_')[1]
      return (await issueApiKey(api.deps, { ...terms, ...(issuedBy === undefined ? {} : { issuedBy }) })).text
    }
    const marie = await aKey('Marie', operator)
    const paul = await aKey('Paul', operator)
    const proposed = await set(JANUARY, marie)
    expect([proposed.status, proposed.body.state]).to.deep.equal([202, 'waiting'])
    expect(await list()).to.deep.equal([])
    const approve = (key: string) =>
      send(api.url, `/v1/proposals/${String(proposed.body.proposalId)}/approve`, { key, method: 'POST' })
    expect((await approve(marie)).body.code).to.equal('second_person_needed')
    expect((await approve(paul)).body.state).to.equal('done')
    expect((await list()).map(({ state }: { state: string }) => state)).to.deep.equal(['planned'])
  })
})
