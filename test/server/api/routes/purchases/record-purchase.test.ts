import { expect } from 'chai'

import { changePartnerStatus } from '../../../../../server/actions/partners/change-partner-status.ts'
import { AMOUNT_MINOR_MAX, CLOCK_SKEW_MS } from '../../../../../server/actions/purchases/purchase-facts.ts'
import { setEarningRule } from '../../../../../server/actions/partners/set-earning-rule.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { OCCURRED_AT_MIN } from '../../../../../server/domain/earning.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, aPartner, send, type ApiAnswer, type TestPartner } from '../../support/coalition.ts'
import { NOW, startApi, type RunningApi } from '../../support/running-api.ts'

describe('POST /v1/purchases', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let card: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    card = (await aMember(api.deps)).card
  })

  afterEach(() => api.close())

  const purchase = (changes: Record<string, unknown> = {}) => ({
    orderRef: 'order-1',
    member: { kind: 'card', value: card },
    currency: 'GBP',
    amountMinor: '1999',
    occurredAt: '2026-11-23T10:15:00Z',
    ...changes,
  })

  const post = (changes: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<ApiAnswer> =>
    send(api.url, '/v1/purchases', { key: partner.key, body: purchase(changes), headers })

  it('records a purchase, its points and its entry, and says why', async function () {
    const { status, body } = await post()
    expect(status).to.equal(201)
    expect(body).to.include({ partnerId: partner.id, orderRef: 'order-1', points: '19', state: 'accepted' })
    expect(body.recordedAt).to.equal(NOW.toISOString())
    expect(body.earning).to.include({ version: 1, explanation: 'floor(1999 * 1 / 100) = 19' })
    const [entry] = await db.outboxEntry.findMany()
    expect(entry).to.include({ sourceId: body.purchaseId, kind: 'accrual', points: 19n, entryNumber: null })
  })

  it('answers 50 parallel posts of one purchase with one row', async function () {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post()))
    const replays = answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')
    expect(answers.filter(({ status }) => status === 201)).to.have.length(1)
    expect(replays.map(({ status }) => status)).to.deep.equal(Array.from({ length: 49 }, () => 200))
    expect(new Set(answers.map(({ body }) => JSON.stringify(body)))).to.have.property('size', 1)
    expect(await db.purchase.count()).to.equal(1)
    expect(await db.outboxEntry.count()).to.equal(1)
  })

  it('answers 50 parallel posts under one Idempotency-Key with one answer', async function () {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post({}, { 'Idempotency-Key': 'till-4/1' })))
    expect(answers.filter(({ status }) => status === 201)).to.have.length(1)
    expect(new Set(answers.map(({ body }) => JSON.stringify(body)))).to.have.property('size', 1)
    expect(await db.idempotencyKey.count()).to.equal(1)
  })

  it('refuses an Idempotency-Key that was used with another body, and records nothing', async function () {
    await post({}, { 'Idempotency-Key': 'k' })
    const { status, body } = await post({ orderRef: 'order-2' }, { 'Idempotency-Key': 'k' })
    expect([status, body.code]).to.deep.equal([422, 'idempotency_key_reused'])
    expect(await db.purchase.count()).to.equal(1)
  })

  it('lets two partners use the same Idempotency-Key and the same order reference', async function () {
    const other = await aPartner(api.deps, 'Corner Bakery')
    await post({}, { 'Idempotency-Key': 'k' })
    const answer = await send(api.url, '/v1/purchases', {
      key: other.key,
      body: purchase(),
      headers: { 'Idempotency-Key': 'k' },
    })
    expect(answer.status).to.equal(201)
  })

  it('keeps no key for a refusal, so that the same request succeeds once its cause is gone', async function () {
    const body = purchase({ member: { kind: 'email', value: 'ada@example.com' } })
    const options = { key: partner.key, body, headers: { 'Idempotency-Key': 'k' } }
    expect((await send(api.url, '/v1/purchases', options)).body.code).to.equal('member_unknown')
    await aMember(api.deps, [{ kind: 'email', value: 'ADA@example.com' }], partner.id)
    expect((await send(api.url, '/v1/purchases', options)).status).to.equal(201)
  })

  for (const [field, changes] of Object.entries({
    amountMinor: { amountMinor: '2000', eligibleMinor: '1999' },
    eligibleMinor: { eligibleMinor: '1000' },
    occurredAt: { occurredAt: '2026-11-23T10:15:01Z' },
    locationId: { locationId: 'store-1' },
  }))
    it(`refuses the same order reference with another ${field}, naming it`, async function () {
      await post()
      const { status, body } = await post(changes)
      expect([status, body.code, body.details.fields]).to.deep.equal([409, 'purchase_conflict', [field]])
    })

  it('refuses the same order reference for another member', async function () {
    await post()
    const other = await aMember(api.deps)
    const { body } = await post({ member: { kind: 'card', value: other.card } })
    expect([body.code, body.details.fields]).to.deep.equal(['purchase_conflict', ['member']])
  })

  it('takes the same member by another identifier as the same purchase', async function () {
    const member = await aMember(api.deps, [{ kind: 'phone', value: '+442079460958' }], partner.id)
    await post({ member: { kind: 'card', value: member.card } })
    for (const reference of [
      { kind: 'phone', value: '+44 20 7946 0958' },
      { kind: 'member', value: member.member.id },
      { kind: 'wallet', value: member.member.address },
    ])
      expect((await post({ member: reference })).status).to.equal(200)
  })

  it('refuses new purchases of a suspended partner, and still answers those it knows', async function () {
    await post()
    await changePartnerStatus(api.deps, { partnerId: partner.id, status: 'suspended' })
    expect((await post({ orderRef: 'order-2' })).body.code).to.equal('partner_suspended')
    expect((await post()).status).to.equal(200)
    await changePartnerStatus(api.deps, { partnerId: partner.id, status: 'active' })
    expect((await post({ orderRef: 'order-2' })).status).to.equal(201)
  })

  it('refuses purchases of a partner that left', async function () {
    await db.partner.update({ where: { id: partner.id }, data: { status: 'left' } })
    expect((await post()).body.code).to.equal('partner_left')
  })

  it('uses the rule that was valid when the sale was made, and no rule before the first', async function () {
    const terms = { partnerId: partner.id, points: 3n, perMinor: 100n, pointsMax: 50n }
    api.clock.advance(-3_600_000)
    await setEarningRule(api.deps, { ...terms, currency: null, validFrom: null })
    api.clock.advance(3_600_000)
    expect((await post({ occurredAt: '2026-11-23T10:59:59.999Z' })).body.earning.version).to.equal(1)
    const later = await post({ orderRef: 'order-2', occurredAt: '2026-11-23T11:00:00Z' })
    expect([later.body.earning.version, later.body.points]).to.deep.equal([2, '50'])
    await db.earningRule.updateMany({ data: { validFrom: new Date('2026-11-23T00:00:00Z') } })
    expect((await post({ orderRef: 'order-3', occurredAt: '2026-11-22T23:59:59Z' })).body.code).to.equal(
      'no_earning_rule',
    )
  })

  it('records a purchase that earns nothing without an entry', async function () {
    const { body } = await post({ amountMinor: '99' })
    expect([body.state, body.points]).to.deep.equal(['no_points', '0'])
    expect(await db.outboxEntry.count()).to.equal(0)
  })

  const at = (ms: number) => new Date(ms).toISOString()
  const skewed = NOW.getTime() + CLOCK_SKEW_MS
  const judgements: [string, Record<string, unknown>, number, string | undefined][] = [
    ['the largest amount', { amountMinor: String(AMOUNT_MINOR_MAX) }, 201, undefined],
    ['an amount above the largest', { amountMinor: String(AMOUNT_MINOR_MAX + 1n) }, 422, 'amount_out_of_range'],
    ['an eligible part as large as the whole', { eligibleMinor: '1999' }, 201, undefined],
    ['an eligible part larger than the whole', { eligibleMinor: '2000' }, 422, 'amount_out_of_range'],
    ['the latest time that clocks explain', { occurredAt: at(skewed) }, 201, undefined],
    ['a time in the future', { occurredAt: at(skewed + 1) }, 422, 'occurred_in_future'],
    ['the earliest time', { occurredAt: OCCURRED_AT_MIN.toISOString() }, 201, undefined],
    ['a time before the earliest', { occurredAt: at(OCCURRED_AT_MIN.getTime() - 1) }, 422, 'occurred_too_long_ago'],
    ['another currency', { currency: 'EUR' }, 422, 'currency_mismatch'],
    [
      'a card number with a wrong check digit',
      { member: { kind: 'card', value: '9000000000000000' } },
      422,
      'identifier_malformed',
    ],
    ['an unknown member', { member: { kind: 'email', value: 'nobody@example.com' } }, 404, 'member_unknown'],
    ['a negative amount', { amountMinor: '-1' }, 400, 'malformed_request'],
    ['an amount as a JSON number', { amountMinor: 1999 }, 400, 'malformed_request'],
    ['an amount with a leading zero', { amountMinor: '01' }, 400, 'malformed_request'],
    ['an amount of 18 digits', { amountMinor: '9'.repeat(18) }, 422, 'amount_out_of_range'],
    ['an amount of 19 digits', { amountMinor: '9'.repeat(19) }, 400, 'malformed_request'],
    ['an order reference of 64 characters', { orderRef: '𝔸'.repeat(64) }, 201, undefined],
    ['an order reference of 65 characters', { orderRef: '𝔸'.repeat(65) }, 400, 'malformed_request'],
    ['an empty order reference', { orderRef: '' }, 400, 'malformed_request'],
    ['a control character', { orderRef: 'a\u0000b' }, 400, 'malformed_request'],
    ['a lone surrogate', { orderRef: 'a\ud800b' }, 400, 'malformed_request'],
    ['a direction mark', { orderRef: 'a\u202eb' }, 400, 'malformed_request'],
    ['a time that does not exist', { occurredAt: '2026-02-30T10:00:00Z' }, 400, 'malformed_request'],
    ['a time without an offset', { occurredAt: '2026-11-23T10:15:00' }, 400, 'malformed_request'],
    ['an unknown field', { partnerId: 2 }, 400, 'malformed_request'],
  ]
  for (const [what, changes, status, code] of judgements)
    it(`answers ${what} with ${code ?? status}`, async function () {
      const answer = await post(changes)
      expect([answer.status, answer.body.code]).to.deep.equal([status, code])
      expect(await db.purchase.count()).to.equal(status === 201 ? 1 : 0)
      expect(await db.idempotencyKey.count()).to.equal(0)
    })

  it('takes two spellings of one reference as the same order', async function () {
    await post({ orderRef: 'caf\u00e9' })
    expect((await post({ orderRef: 'cafe\u0301' })).status).to.equal(200)
  })

  it('names each fault of a malformed request by its place', async function () {
    const { body } = await post({ amountMinor: 5, currency: 'gbp' })
    expect(body.errors.map((fault: { pointer: string }) => fault.pointer)).to.have.members([
      'body/amountMinor',
      'body/currency',
    ])
  })
})
