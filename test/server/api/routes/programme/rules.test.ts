import { expect } from 'chai'

import { recomputePoints } from '../../../../../cli/recompute-points.ts'
import { issueApiKey } from '../../../../../server/actions/partners/issue-api-key.ts'
import { RULES_LIVE_MAX } from '../../../../../server/actions/programme/change-rule.ts'
import { RULE_VERSIONS_MAX } from '../../../../../server/actions/programme/save-rule.ts'
import { hashText } from '../../../../../server/chain/receipts-tree.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { CONDITION_LENGTH_MAX } from '../../../../../server/domain/programme/condition.ts'
import { PARTNER_SCOPES } from '../../../../../server/domain/scopes.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aMember, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { batchOpenEntries } from '../../support/ledger.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

// A Monday, eleven minutes past ten in London and in UTC.
const MONDAY = '2026-11-23T10:11:00Z'
const SATURDAY = '2026-11-21T10:11:00Z'

const BONUS = {
  title: 'A bonus',
  effect: { kind: 'bonus', points: '50' },
  pointsMax: '1000',
  startsAt: '2026-01-01T00:00:00Z',
}
const DOUBLE = {
  title: 'Double points',
  effect: { kind: 'multiplier', percent: '200' },
  pointsMax: '1000',
  startsAt: '2026-01-01T00:00:00Z',
}

describe('rules that give points beside the earning rule', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let key: string
  let card: string
  let memberId: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    const named = { label: 'Marketing', scopes: PARTNER_SCOPES, expiresAt: null, replaces: null }
    key = (await issueApiKey(api.deps, { partnerId: partner.id, ...named })).text
    const member = await aMember(api.deps)
    card = member.card
    memberId = member.member.id
  })

  afterEach(() => api.close())

  const get = (path: string) => send(api.url, path, { key })
  const post = (path: string, body: object) => send(api.url, path, { key, body })
  const save = async (rule: object) => (await post('/v1/partner/rules', rule)).body
  const change = (ruleId: string, status: string) => post(`/v1/partner/rules/${ruleId}/status`, { status })
  const liveRule = async (rule: object): Promise<string> => {
    const { ruleId } = await save(rule)
    expect((await change(ruleId, 'live')).status).to.equal(200)
    return ruleId
  }
  let orders = 0
  const buy = async (item: object = {}) => {
    const facts = { orderRef: `order-${++orders}`, currency: 'GBP', amountMinor: '1999', occurredAt: MONDAY }
    return (await post('/v1/purchases', { ...facts, member: { kind: 'card', value: card }, ...item })).body
  }
  const entryOf = (sourceId: string) => db.outboxEntry.findFirstOrThrow({ where: { sourceId } })

  it('gives nothing as a draft, and all it says when it is switched on', async function () {
    const { ruleId, status } = await save(BONUS)
    expect(status).to.equal('draft')
    expect((await buy()).points).to.equal('19')
    await change(ruleId, 'live')
    const { points, earning } = await buy()
    expect(points).to.equal('69')
    expect(earning.rules).to.deep.equal([{ ruleId, points: '50' }])
    await change(ruleId, 'paused')
    expect((await buy()).points).to.equal('19')
  })

  it('rounds once: what a multiplier adds to the pence is not lost', async function () {
    await liveRule(DOUBLE)
    expect((await buy()).points).to.equal('39')
  })

  it('asks the condition by the clock of the brand, and quotes the same', async function () {
    await liveRule({ ...BONUS, condition: 'weekday in [6, 7] && hour >= 10 && locationId == "store-12"' })
    const weekend = { occurredAt: SATURDAY, locationId: 'store-12' }
    expect((await buy(weekend)).points).to.equal('69')
    expect((await buy({ ...weekend, locationId: 'store-13' })).points).to.equal('19')
    expect((await buy({ locationId: 'store-12' })).points).to.equal('19')
    const quote = (await post('/v1/purchases/quote', { currency: 'GBP', amountMinor: '1999', ...weekend })).body
    expect(quote.points).to.equal('69')
    await db.partner.updateMany({ data: { timeZone: 'America/New_York' } })
    expect((await buy(weekend)).points).to.equal('19')
  })

  it('gives for the first purchase once, whatever comes together', async function () {
    await liveRule({ ...BONUS, condition: 'firstPurchase' })
    const asked = { currency: 'GBP', amountMinor: '1999', occurredAt: MONDAY, member: { kind: 'card', value: card } }
    const purchases = Array.from({ length: 5 }, (_, at) => ({ ...asked, orderRef: `list-${at}` }))
    const all = await Promise.all([
      post('/v1/purchases/batch', { purchases }),
      ...purchases.map((purchase) => post('/v1/purchases', { ...purchase, orderRef: `alone-${purchase.orderRef}` })),
    ])
    expect(all.map(({ status }) => status)).to.deep.equal([200, 201, 201, 201, 201, 201])
    const stored = await db.purchase.findMany({ where: { memberId } })
    expect(stored.filter(({ points }) => points === 69n)).to.have.length(1)
    expect(stored.filter(({ points }) => points === 19n)).to.have.length(9)
  })

  it('shows a rule that could not tell, and gives what the others give', async function () {
    const broken = await liveRule({ ...BONUS, condition: '100 / (amountMinor - 1999) == 0' })
    const { points, earning } = await buy()
    expect(points).to.equal('19')
    expect(earning.skipped).to.deep.equal([{ ruleId: broken, fault: 'int divide by zero' }])
    expect((await buy({ amountMinor: '2100' })).points).to.equal('71')
  })

  it('gives only the first of a group', async function () {
    const second = await liveRule({ ...BONUS, group: 'welcome', position: 20 })
    const first = await liveRule({ ...DOUBLE, group: 'welcome', position: 10 })
    expect((await buy()).earning.rules).to.deep.equal([{ ruleId: first, points: '20' }])
    await change(first, 'ended')
    expect((await buy()).earning.rules).to.deep.equal([{ ruleId: second, points: '50' }])
  })

  it('takes back what is no longer due, to the last point, and ends the basket bonus when the basket is smaller', async function () {
    const basket = await liveRule({ ...BONUS, minimumMinor: '1500', position: 10 })
    const doubled = await liveRule({ ...DOUBLE, position: 20 })
    const { purchaseId, orderRef, points } = await buy()
    expect(points).to.equal('139')
    const bring = async (returnRef: string, amountMinor: string) =>
      (await post('/v1/returns', { returnRef, orderRef, currency: 'GBP', amountMinor, occurredAt: MONDAY })).body
    expect((await bring('r1', '499')).points).to.equal('9')
    const below = await bring('r2', '1')
    expect(below.points).to.equal('101')
    expect((await bring('r3', '1499')).points).to.equal('29')
    await batchOpenEntries(db, partner.id)
    const explained = (await get(`/v1/receipts/${(await entryOf(below.returnId)).id}`)).body.explanation
    const hashOf = async (id: string) =>
      hashText((await db.programmeRule.findUniqueOrThrow({ where: { id } })).document)
    const shares = new Map<string, string>(
      explained.rules.map(({ hash, points: share }: { hash: string; points: string }) => [hash, share]),
    )
    expect(shares.get(await hashOf(basket))).to.equal('50')
    expect(shares.get(await hashOf(doubled))).to.equal('50')
    expect((await get(`/v1/purchases/${purchaseId}`)).body.pointsReversed).to.equal('139')
  })

  it('is committed to by the receipt, which can be worked out again', async function () {
    await liveRule({ ...BONUS, condition: 'weekday == 1', position: 10 })
    await liveRule({ ...DOUBLE, position: 20 })
    const { purchaseId } = await buy()
    await batchOpenEntries(db, partner.id)
    const { id } = await entryOf(purchaseId)
    const { explanation, leaf } = (await get(`/v1/receipts/${id}`)).body
    const calculation = (await get(`/v1/receipts/${id}/calculation`)).body
    expect(leaf.points).to.equal('139')
    expect(explanation.rules).to.have.length(3)
    expect(explanation.inputs).to.equal(hashText(calculation.inputs))
    const { faults, shares } = recomputePoints(calculation, explanation)
    expect(faults).to.deep.equal([])
    expect(shares.map(({ points }) => points)).to.deep.equal([19n, 50n, 70n])

    const tuesday = calculation.inputs.replace('"weekday":1', '"weekday":2')
    expect(recomputePoints({ ...calculation, inputs: tuesday }, explanation).faults).to.deep.equal([
      'A bonus is not for such a purchase.',
      'The receipt commits to other facts than are stored.',
    ])
    expect(recomputePoints({ ...calculation, eligibleMinor: '2100' }, explanation).faults).to.have.length.greaterThan(2)
  })

  it('has a calculation for purchases only', async function () {
    const { orderRef } = await buy()
    const body = { returnRef: 'r', orderRef, currency: 'GBP', amountMinor: '1999', occurredAt: MONDAY }
    const { returnId } = (await post('/v1/returns', body)).body
    const { id } = await entryOf(returnId)
    expect((await get(`/v1/receipts/${id}/calculation`)).body.code).to.equal('calculation_unknown')
    const stranger = await aPartner(api.deps, 'Hill Coffee')
    const others = await send(api.url, `/v1/receipts/${id}/calculation`, { key: stranger.key })
    expect(others.body.code).to.equal('receipt_unknown')
  })

  it('says which part of a rule is wrong, on both sides of each limit', async function () {
    const refused: readonly [field: string, change: object, good: object][] = [
      ['condition', { condition: 'weekday' }, { condition: 'weekday == 1' }],
      ['endsAt', { endsAt: BONUS.startsAt }, { endsAt: '2026-01-01T00:00:00.001Z' }],
      [
        'effect.percent',
        { effect: { kind: 'multiplier', percent: '100' } },
        { effect: { kind: 'multiplier', percent: '101' } },
      ],
      [
        'effect.percent',
        { effect: { kind: 'multiplier', percent: '1001' } },
        { effect: { kind: 'multiplier', percent: '1000' } },
      ],
      ['effect.points', { effect: { kind: 'bonus', points: '0' } }, { effect: { kind: 'bonus', points: '1' } }],
      [
        'effect.points',
        { effect: { kind: 'bonus', points: '10000001' } },
        { effect: { kind: 'bonus', points: '10000000' } },
      ],
      [
        'effect.points',
        { effect: { kind: 'rate', points: '1000001', perMinor: '1' } },
        { effect: { kind: 'rate', points: '1000000', perMinor: '1' } },
      ],
      [
        'effect.perMinor',
        { effect: { kind: 'rate', points: '1', perMinor: '0' } },
        { effect: { kind: 'rate', points: '1', perMinor: '1' } },
      ],
      [
        'effect.perMinor',
        { effect: { kind: 'rate', points: '1', perMinor: '1000000001' } },
        { effect: { kind: 'rate', points: '1', perMinor: '1000000000' } },
      ],
      ['pointsMax', { pointsMax: '0' }, { pointsMax: '1' }],
      ['pointsMax', { pointsMax: '10000001' }, { pointsMax: '10000000' }],
      ['minimumMinor', { minimumMinor: '1000000000001' }, { minimumMinor: '1000000000000' }],
    ]
    for (const [field, wrong, good] of refused) {
      const { status, body } = await post('/v1/partner/rules', { ...BONUS, ...wrong })
      expect([status, body.code, body.details?.field]).to.deep.equal([422, 'rule_invalid', field])
      expect((await post('/v1/partner/rules', { ...BONUS, ...good })).status, JSON.stringify(good)).to.equal(201)
    }
    const long = (length: number) => `true${' '.repeat(length - 4)}`
    expect((await post('/v1/partner/rules', { ...BONUS, condition: long(CONDITION_LENGTH_MAX) })).status).to.equal(201)
    expect((await post('/v1/partner/rules', { ...BONUS, condition: long(CONDITION_LENGTH_MAX + 1) })).status).to.equal(
      400,
    )
  })

  it('lists what a rule does now, and ends the version before when the next is switched on', async function () {
    const first = await liveRule({ ...BONUS, endsAt: '2026-12-01T00:00:00Z' })
    const next = (await save({ ...DOUBLE, number: 1, startsAt: '2026-12-01T00:00:00Z' })).ruleId
    await change(next, 'live')
    const listed = (await get('/v1/partner/rules')).body.data
    expect(
      listed.map(({ ruleId, number, version, status }: Record<string, unknown>) => [ruleId, number, version, status]),
    ).to.deep.equal([
      [next, 1, 2, 'scheduled'],
      [first, 1, 1, 'ended'],
    ])
    expect((await change(first, 'live')).body.code).to.equal('rule_ended')
    expect((await change(next, 'live')).status).to.equal(200)
    expect((await post('/v1/partner/rules', { ...BONUS, number: 2 })).body.code).to.equal('rule_unknown')
    const stranger = await aPartner(api.deps, 'Hill Coffee')
    const theirs = { label: 'Marketing', scopes: PARTNER_SCOPES, expiresAt: null, replaces: null }
    const { text } = await issueApiKey(api.deps, { partnerId: stranger.id, ...theirs })
    const path = `/v1/partner/rules/${next}/status`
    expect((await send(api.url, path, { key: text, body: { status: 'ended' } })).body.code).to.equal('rule_unknown')
  })

  it('has so many live rules and versions, and no more', async function () {
    const draft = await save(BONUS)
    const row = await db.programmeRule.findUniqueOrThrow({ where: { id: draft.ruleId } })
    const copies = (count: number, status: string) =>
      Array.from({ length: count }, (_, at) => ({ ...row, id: crypto.randomUUID(), number: at + 2, status }))
    await db.programmeRule.createMany({ data: copies(RULES_LIVE_MAX - 1, 'live') })
    expect((await change(draft.ruleId, 'live')).status).to.equal(200)
    const more = await save(BONUS)
    expect((await change(more.ruleId, 'live')).body).to.include({ code: 'rules_too_many' })
    const left = RULE_VERSIONS_MAX - RULES_LIVE_MAX - 2
    const others = copies(left, 'ended').map((copy, at) => ({ ...copy, number: RULES_LIVE_MAX + 10 + at }))
    await db.programmeRule.createMany({ data: others })
    expect((await post('/v1/partner/rules', BONUS)).status).to.equal(201)
    expect((await post('/v1/partner/rules', BONUS)).body.code).to.equal('rules_too_many')
  })

  it('is tried on what was bought, before it is switched on', async function () {
    await buy({ occurredAt: SATURDAY })
    await buy()
    const { ruleId } = await save({ ...DOUBLE, condition: 'weekday == 6' })
    const period = { from: '2026-11-01T00:00:00Z', until: '2026-12-01T00:00:00Z' }
    const trial = await post(`/v1/partner/rules/${ruleId}/trial`, period)
    expect(trial.body).to.deep.equal({ purchases: 2, given: 1, points: '20', faults: 0, isWhole: true })
    const before = await post(`/v1/partner/rules/${ruleId}/trial`, { ...period, until: '2026-11-02T00:00:00Z' })
    expect(before.body).to.include({ purchases: 0, points: '0' })
    const stranger = await aPartner(api.deps, 'Hill Coffee')
    const byStranger = await send(api.url, `/v1/partner/rules/${ruleId}/trial`, { key: stranger.key, body: period })
    expect(byStranger.body.code).to.equal('rule_unknown')
  })
})
