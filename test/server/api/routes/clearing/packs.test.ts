import { expect } from 'chai'

import { ALLOWANCE_POINTS_MAX } from '../../../../../server/actions/partners/change-allowance.ts'
import { issueApiKey } from '../../../../../server/actions/partners/issue-api-key.ts'
import { sumAllowance } from '../../../../../server/database/calls.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { PACKS_MAX } from '../../../../../server/domain/clearing/prepaid.ts'
import { FOUR_EYES_POWERS, NO_FOUR_EYES } from '../../../../../server/domain/four-eyes.ts'
import type { OperatorScope } from '../../../../../server/domain/scopes.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aPostedBatch } from '../../../../support/rows.ts'
import { anOperatorKey, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

const ORDER = { points: '100000', priceMinor: '95000', startsOn: '2026-12-01' }
const PAYMENT = { reference: 'BOOK-4711', paidOn: '2026-11-23', points: ORDER.points }
const STANDARD = { treatment: 'standard', rateBasisPoints: 2000 } as const

describe('prepaid packs of a partner', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let operator: string

  beforeEach(async () => {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps, 'Harbour Books', { allowance: 500n })
    operator = await anOperatorKey(api.deps)
  })

  afterEach(() => api.close())

  const at = (rest = '', id = partner.id) => `/v1/partners/${String(id)}/packs${rest}`
  const post = (rest: string, body?: object, { key = operator, name }: { key?: string; name?: string } = {}) =>
    send(api.url, at(rest), {
      key,
      method: 'POST',
      ...(body === undefined ? {} : { body }),
      ...(name === undefined ? {} : { headers: { 'Idempotency-Key': name } }),
    })
  const order = (changes: object = {}, options = {}) => post('', { ...ORDER, ...changes }, options)
  const pay = (changes: object = {}, number = 1, options = {}) =>
    post(`/${String(number)}/payment`, { ...PAYMENT, ...changes }, options)
  const list = async (key = operator) => (await send(api.url, at(), { key })).body
  const allowance = () => db.transaction((tx) => sumAllowance(tx, partner.id))
  const scoped = async (scopes: OperatorScope[], label = 'Marie') =>
    (await issueApiKey(api.deps, { partnerId: null, label, scopes, expiresAt: null, replaces: null })).text

  async function price(blockNumber: bigint, month: number, issuePrice: string): Promise<void> {
    await db.partnerEvent.create({
      data: {
        ...{ blockNumber, logIndex: 0, partnerId: partner.id, kind: 'prices' },
        data: { month: String(month), issuePrice, redeemPrice: '0' },
        transactionHash: `0x${'7a'.repeat(32)}`,
      },
    })
  }

  /** Batch by batch, as the indexer would have applied it. */
  async function issue(nth: number, { credited = 0n, debited = 0n, at: includedAt = '2026-12-05T00:00:00Z' }) {
    const hash = `0x${String(nth).padStart(64, '0')}`
    const row = aPostedBatch(hash).with('partnerId', partner.id).with('firstEntry', BigInt(nth))
    await db.postedBatch.create({
      data: row.with('credited', credited).with('debited', debited).with('includedAt', new Date(includedAt)).build(),
    })
  }

  it('are ordered with a number and VAT, and give nothing before they are paid', async () => {
    await api.close()
    const terms = {
      ...{ coalition: 'Entente', currency: 'EUR', feeMinor: 0n },
      vat: { issue: { '*': STANDARD }, redeem: {}, fee: {} },
      rateSigners: [],
    }
    api = await startApi(db, { overrides: { clearingTerms: terms } })
    const ordered = await order()
    expect(ordered.status).to.equal(201)
    expect(ordered.body).to.deep.include({
      ...ORDER,
      packNumber: 1,
      number: `ENT-${String(partner.id)}-P1`,
      vat: STANDARD,
      vatMinor: '19000',
      payableMinor: '114000',
      state: 'ordered',
      leftPoints: '0',
      payment: null,
    })
    expect((await order()).body.packNumber).to.equal(2)
    expect(await list()).to.deep.include({ leftPoints: '0', uncoveredPoints: '0', alertPoints: null, isLow: false })
    expect(await allowance()).to.equal(500n)
  })

  it('are ordered once under one key, and another order under it is refused', async () => {
    const first = await order({}, { name: 'december' })
    expect((await order({}, { name: 'december' })).body).to.deep.equal(first.body)
    expect((await order({ points: '100001' }, { name: 'december' })).body.code).to.equal('idempotency_key_reused')
    expect((await list()).packs).to.have.length(1)
  })

  it('raise the allowance once when they are paid, however often that is recorded', async () => {
    await order()
    const paid = await pay()
    expect([paid.status, paid.body.state, paid.body.leftPoints]).to.deep.equal([200, 'paid', '100000'])
    expect(paid.body.payment).to.deep.include({ reference: 'BOOK-4711', paidOn: '2026-11-23' })
    expect((await pay()).body).to.deep.equal(paid.body)
    const several = await Promise.all(Array.from({ length: 5 }, (_, nth) => pay({ reference: `BOOK-${String(nth)}` })))
    expect(new Set(several.map(({ body }) => String(body.code)))).to.deep.equal(new Set(['pack_closed']))
    expect((await pay({ paidOn: '2026-11-22' })).body.code).to.equal('pack_closed')
    expect(await allowance()).to.equal(100_500n)
  })

  it('raise it once where payments of one pack arrive side by side', async () => {
    await order()
    const answers = await Promise.all(Array.from({ length: 6 }, (_, nth) => pay({ reference: `BOOK-${String(nth)}` })))
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1)
    expect(await allowance()).to.equal(100_500n)
  })

  it('are not paid with other points, nor when they are unknown or cancelled, nor cancelled when they are paid', async () => {
    await order()
    expect((await pay({ points: '99999' })).body.details).to.deep.equal({ points: '99999', pointsOfPack: '100000' })
    expect((await pay({}, 2)).body.code).to.equal('pack_unknown')
    await order()
    expect((await pay({}, 2)).status).to.equal(200)
    expect((await post('/2/cancel')).body.code).to.equal('pack_closed')
    const cancelled = await post('/1/cancel')
    expect(cancelled.body).to.deep.include({ state: 'cancelled', leftPoints: '0' })
    expect((await post('/1/cancel')).body).to.deep.equal(cancelled.body)
    expect((await pay()).body.details).to.deep.include({ state: 'cancelled' })
    expect(await allowance()).to.equal(100_500n)
  })

  it('refuse figures that are none, and more than the ledger or the sums have room for', async () => {
    const code = async (changes: object) => (await order(changes)).body.code
    for (const wrong of [
      { points: 100 },
      { points: '-1' },
      { points: '1.5' },
      { points: '1'.repeat(19) },
      { priceMinor: '1'.repeat(19) },
      { startsOn: '2026-02-30' },
      { startsOn: 'soon' },
      { startsOn: '2026-12-01T00:00:00Z' },
      { partnerId: 1 },
    ])
      expect(await code(wrong), JSON.stringify(wrong)).to.equal('malformed_request')
    expect(await code({ points: '0' })).to.equal('allowance_out_of_range')
    expect(await code({ points: '9'.repeat(18) })).to.equal('allowance_out_of_range')
    expect(await code({ priceMinor: '0' })).to.equal('pack_price_out_of_range')
    expect(await code({ priceMinor: '9'.repeat(18) })).to.equal('pack_price_out_of_range')
    expect(await code({ startsOn: '2026-10-31' })).to.equal('pack_start_out_of_range')
    expect((await post('/0/payment', PAYMENT)).body.code).to.equal('malformed_request')
    const most = String(ALLOWANCE_POINTS_MAX)
    expect((await order({ points: most })).status).to.equal(201)
    const over = await pay({ points: most })
    expect(over.body.code, 'with the 500 that it has').to.equal('allowance_out_of_range')
    expect((await list()).packs[0]).to.deep.include({ state: 'ordered' })
  })

  it('are so many at most', async () => {
    await order()
    const [first] = await db.prepaidPack.findMany()
    const rows = Array.from({ length: PACKS_MAX - 2 }, (_, nth) => ({ ...first!, number: nth + 2 }))
    await db.prepaidPack.createMany({ data: rows })
    expect((await order()).body.packNumber).to.equal(PACKS_MAX)
    expect((await order()).body.details).to.deep.equal({ packsMax: PACKS_MAX })
  })

  it('are used by what is issued from their start on, and left is what the partner sees too', async () => {
    await order()
    await order({ points: '50000' })
    await pay()
    await pay({ points: '50000', reference: 'BOOK-4712' }, 2)
    await issue(1, { credited: 7_000n, at: '2026-11-30T23:59:59Z' })
    await issue(2, { credited: 90_000n })
    await issue(3, { credited: 15_000n, debited: 1_000n, at: '2027-01-05T00:00:00Z' })
    const seen = await list()
    expect(
      seen.packs.map(({ usedPoints, leftPoints }: Record<string, string>) => [usedPoints, leftPoints]),
    ).to.deep.equal([
      ['100000', '0'],
      ['4000', '46000'],
    ])
    expect(seen).to.deep.include({ leftPoints: '46000', uncoveredPoints: '0' })
    const key = (
      await issueApiKey(api.deps, {
        partnerId: partner.id,
        label: 'finance',
        scopes: ['ledger:read'],
        expiresAt: null,
        replaces: null,
      })
    ).text
    expect((await send(api.url, '/v1/packs', { key })).body).to.deep.equal(seen)
  })

  it('are refused where points are paid for one by one, by the registry or by a plan, also when they are paid', async () => {
    await price(3n, 683, '1050000')
    expect((await order()).body).to.deep.include({
      code: 'issue_price_not_zero',
      details: { month: '2026-12', issueMicros: '1050000' },
    })
    await price(4n, 684, '0')
    expect((await order()).body.details, 'the month of the start counts').to.deep.include({ month: '2026-12' })
    expect((await order({ startsOn: '2027-01-01' })).status).to.equal(201)
    await price(5n, 688, '1050000')
    expect((await order({ startsOn: '2027-01-01' })).body.details).to.deep.include({ month: '2027-05' })
    expect((await pay()).body.code).to.equal('issue_price_not_zero')
    expect(await allowance()).to.equal(500n)
  })

  it('keep an issue price from being planned while one is open, and leave a redeem price alone', async () => {
    const plan = (month: string, issueMicros: string) =>
      send(api.url, `/v1/partners/${String(partner.id)}/prices`, {
        key: operator,
        body: { month, issueMicros, redeemMicros: '800000' },
      })
    await order({ startsOn: '2027-01-01' })
    expect((await plan('2027-02', '1000000')).body).to.deep.include({
      code: 'pack_points_left',
      details: { month: '2027-02', pointsLeft: '100000' },
    })
    expect((await plan('2027-02', '0')).status).to.equal(201)
    await post('/1/cancel')
    expect((await plan('2027-02', '1000000')).status).to.equal(201)
    expect((await order({ startsOn: '2027-01-01' })).body.details, 'planned').to.deep.include({ month: '2027-02' })
  })

  it('have an alert level, which is set, changed and taken away', async () => {
    expect((await post('/alert', { points: '1000' })).body).to.deep.include({ alertPoints: '1000', isLow: false })
    expect((await post('/alert', { points: null })).body).to.deep.include({ alertPoints: null })
  })

  it('are no business of other partners, of partners that would pay for themselves, nor of keys without the scope', async () => {
    await order()
    const other = await aPartner(api.deps, 'Other')
    for (const key of [partner.key, other.key]) {
      expect((await pay({}, 1, { key })).body.code).to.equal('scope_missing')
      expect((await order({}, { key })).body.code).to.equal('scope_missing')
      expect((await send(api.url, at(), { key })).body.code).to.equal('scope_missing')
    }
    const terms = { label: 'finance', scopes: ['ledger:read'] as const, expiresAt: null, replaces: null }
    const key = (await issueApiKey(api.deps, { ...terms, partnerId: other.id })).text
    expect((await send(api.url, '/v1/packs', { key })).body).to.deep.include({ partnerId: other.id, packs: [] })
    expect((await pay({}, 1, { key: await scoped(['operator:clearing']) })).body.code).to.equal('scope_missing')
    expect((await pay({}, 1, { key: await scoped(['operator:allowances']) })).body.code).to.equal('scope_missing')
    expect((await post('/1/cancel', undefined, { key: await scoped(['operator:read']) })).body.code).to.equal(
      'scope_missing',
    )
    expect((await pay({}, 1, { key: await scoped(['operator:clearing', 'operator:allowances']) })).status).to.equal(200)
    const elsewhere = await send(api.url, at('/1/payment', other.id), { key: operator, body: PAYMENT })
    expect(elsewhere.body.code).to.equal('pack_unknown')
    expect((await send(api.url, at('', 999), { key: operator })).body.code).to.equal('partner_unknown')
  })

  it('are not sold to a partner that has left', async () => {
    await order()
    await db.partner.update({ where: { id: partner.id }, data: { status: 'left' } })
    expect((await order()).body.code).to.equal('partner_left')
    expect((await pay()).body.code).to.equal('partner_left')
  })

  it('need a second person for their payment where a raise of the allowance does', async () => {
    await order()
    await api.close()
    api = await startApi(db, {
      overrides: { fourEyes: { ...NO_FOUR_EYES, powers: FOUR_EYES_POWERS, allowanceMax: 99_999n } },
    })
    const root = await scoped(['operator'], 'root')
    const issuedBy = root.split('_')[1] ?? ''
    const person = async (label: string) =>
      (
        await issueApiKey(api.deps, {
          partnerId: null,
          label,
          scopes: ['operator'],
          expiresAt: null,
          replaces: null,
          issuedBy,
        })
      ).text
    const [marie, paul] = [await person('Marie'), await person('Paul')]
    const proposed = await pay({}, 1, { key: marie })
    expect([proposed.status, proposed.body.operation, proposed.body.body]).to.deep.equal([
      202,
      'recordPackPayment',
      PAYMENT,
    ])
    expect([await allowance(), (await list(marie)).packs[0].state]).to.deep.equal([500n, 'ordered'])
    const approve = `/v1/proposals/${String(proposed.body.proposalId)}/approve`
    expect((await send(api.url, approve, { key: marie, method: 'POST' })).body.code).to.equal('second_person_needed')
    expect((await send(api.url, approve, { key: paul, method: 'POST' })).body.state).to.equal('done')
    expect([await allowance(), (await list(marie)).packs[0].state]).to.deep.equal([100_500n, 'paid'])
    const kept = await db.auditEntry.findMany({ where: { operation: 'recordPackPayment', amount: 100_000n } })
    expect(JSON.parse(kept.at(-1)?.kept ?? '')).to.deep.equal({ reference: 'BOOK-4711', paidOn: '2026-11-23' })
  })
})
