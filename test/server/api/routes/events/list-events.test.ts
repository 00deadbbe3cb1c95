import { expect } from 'chai'

import { EVENTS_PER_PAGE_MAX } from '../../../../../server/api/schemas/events/events.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { aPartner, send } from '../../support/coalition.ts'
import { NOW, type RunningApi } from '../../support/running-api.ts'
import { burn, openTill, type Till } from '../../support/till.ts'

describe('GET /v1/events', function () {
  let db: Database
  let api: RunningApi
  let till: Till

  beforeEach(async function () {
    ;({ db, api, till } = await openTill())
  })

  afterEach(() => api.close())

  const ask = (path: string, body?: object) =>
    send(api.url, path, { key: till.partner.key, ...(body === undefined ? {} : { body }) })
  const typesOf = (events: { type: string }[]) => events.map(({ type }) => type)

  it('tells what happened to a partner’s objects, each once and in order, a page at a time', async function () {
    const { body: member } = await ask('/v1/members', { kind: 'card' })
    const sale = { currency: 'GBP', amountMinor: '1000', occurredAt: '2026-11-23T10:00:00Z' }
    const sold = { ...sale, orderRef: 'a', member: { kind: 'member', value: member.memberId } }
    await ask('/v1/purchases', sold)
    await ask('/v1/purchases', sold)
    await ask('/v1/purchases', { ...sold, orderRef: 'nothing', amountMinor: '0' })
    await ask('/v1/returns', { ...sale, returnRef: 'r', orderRef: 'a', amountMinor: '100' })
    const texts = { en: { title: 'Tea', description: 'Green' } }
    const { body: reward } = await ask('/v1/rewards', { kind: 'product', texts, points: '5' })
    const { body: declined } = await till.hold()
    await till.post(declined.redemptionId, 'void')
    await till.post(declined.redemptionId, 'void')
    const taken = await till.consented({ points: undefined, rewardId: reward.rewardId })
    const { body: captured } = await till.post(taken, 'capture')
    await till.post(taken, 'capture')
    await ask(`/v1/claims/${captured.claimId}/redeem`, { beforeBurned: true })
    await burn(db, taken)
    await till.post(taken, 'restorations', { reference: 'back', points: '2' })
    const { body } = await ask('/v1/events')
    expect(typesOf(body.data)).to.have.members([
      'member.enrolled',
      'accrual.accepted',
      'accrual.reversed',
      'redemption.held',
      'redemption.voided',
      'redemption.held',
      'reward.claimed',
      'redemption.captured',
      'reward.fulfilled',
      'redemption.reversed',
    ])
    expect(body.nextCursor).to.equal(null)
    expect(body.data.map(({ id }: { id: string }) => id)).to.deep.equal(
      typesOf(body.data).map((_, at) => `evt_${at + 1}`),
    )
    expect(body.data[1]).to.deep.include({ type: 'accrual.accepted', timestamp: NOW.toISOString() })
    expect(body.data[1].data).to.include({ orderRef: 'a', memberId: member.memberId, points: '10' })
    const paged = []
    for (let after: string | null = 'evt_0'; after !== null;) {
      const { body: page } = await ask(`/v1/events?limit=3&after=${after}`)
      paged.push(...page.data)
      after = page.nextCursor
    }
    expect(paged).to.deep.equal(body.data)
    expect(JSON.stringify(body)).to.not.include('voucher')
  })

  it('tells another partner nothing of it', async function () {
    await till.hold()
    const stranger = await aPartner(api.deps, 'Stranger')
    const { body } = await send(api.url, '/v1/events', { key: stranger.key })
    expect(body).to.deep.equal({ data: [], nextCursor: null })
  })

  for (const [query, status] of [
    ['after=evt_999999999999999999', 200],
    ['after=evt_1000000000000000000', 400],
    ['after=evt_01', 400],
    ['after=1', 400],
    [`limit=${EVENTS_PER_PAGE_MAX}`, 200],
    [`limit=${EVENTS_PER_PAGE_MAX + 1}`, 400],
  ] as const)
    it(`answers ${query} with ${status}`, async function () {
      expect((await ask(`/v1/events?${query}`)).status).to.equal(status)
    })
})
