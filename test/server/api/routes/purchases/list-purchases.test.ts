import { randomUUID } from 'node:crypto'
import { expect } from 'chai'

import { appendToOutbox } from '../../../../../server/database/outbox.ts'
import type { Batch } from '../../../../../server/database/batches.ts'
import type { Database } from '../../../../../server/database/engine/client.ts'
import { insertRows } from '../../../../../server/database/engine/save-rows.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { aBatch, aPostedBatch, aPurchase, anEntry } from '../../../../support/rows.ts'
import { aMember, aPartner, send, type TestPartner } from '../../support/coalition.ts'
import { followChainTo } from '../../support/ledger.ts'
import { startApi, type RunningApi } from '../../support/running-api.ts'

const STATES = ['no_points', 'accepted', 'batched', 'submitted', 'confirmed', 'final', 'parked'] as const

interface Listed {
  readonly [name: string]: string
}

describe('the lists of a partner', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner
  let card: string
  let memberId: string

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db)
    partner = await aPartner(api.deps)
    const member = await aMember(api.deps)
    card = member.card
    memberId = member.member.id
  })

  afterEach(() => api.close())

  const get = (path: string, key = partner.key) => send(api.url, path, { key })

  const sell = (orderRef: string, amountMinor = '1000', more: object = {}, key = partner.key) =>
    send(api.url, '/v1/purchases', {
      key,
      body: {
        orderRef,
        member: { kind: 'card', value: card },
        currency: 'GBP',
        amountMinor,
        occurredAt: '2026-11-23T10:00:00Z',
        ...more,
      },
    })

  const takeBack = (returnRef: string, orderRef: string, amountMinor: string) =>
    send(api.url, '/v1/returns', {
      key: partner.key,
      body: { returnRef, orderRef, currency: 'GBP', amountMinor, occurredAt: '2026-11-23T11:00:00Z' },
    })

  async function readAll(path: string, limit = 100): Promise<Listed[]> {
    const rows: Listed[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const glue = path.includes('?') ? '&' : '?'
      const { body } = await get(`${path}${glue}limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`)
      rows.push(...body.data)
      cursor = body.nextCursor
    }
    return rows
  }

  /** Purchases and returns whose entries are wherever an entry can be; with a parked batch, what waits is parked. */
  async function storeEverywhere(isParked: boolean): Promise<void> {
    const { id: earningRuleId } = await db.earningRule.findFirstOrThrow()
    const states = ['formed', 'signed', 'bound', 'posted', ...(isParked ? ['parked' as const] : [])] as const
    const onChain = [
      ['posted', 40n],
      ['posted', 41n],
      ['bound', 40n],
    ] as const
    await db.transaction(async (tx) => {
      const make = async (batch: Batch | null) => {
        const batchId = batch?.id ?? null
        const purchase = aPurchase(memberId).with('earningRuleId', earningRuleId).build()
        const back = { ...purchase, id: randomUUID(), returnRef: randomUUID(), orderRef: null, unmatchedMinor: 0n }
        const { eligibleMinor: _eligible, earningRuleId: _rule, ...others } = back
        const { shares: _shares, inputs: _inputs, firstOf: _firstOf, ...returned } = others
        await insertRows(tx, 'purchase', [purchase])
        await insertRows(tx, 'purchase_return', [returned])
        const entry = anEntry(memberId).with('batchId', batchId)
        const number = () => (batchId === null ? null : (entryNumber += 1n))
        await appendToOutbox(tx, [
          entry.with('sourceId', purchase.id).with('entryNumber', number()).build(),
          {
            ...entry.build(),
            id: randomUUID(),
            sourceId: returned.id,
            kind: 'accrual_reversal',
            points: -19n,
            entryNumber: number(),
          },
        ])
      }
      let firstEntry = 1n
      let entryNumber = 0n
      const batchOf = async (state: Batch['state']) => {
        const parkedReason = state === 'parked' ? ('paused' as const) : null
        const sent = { signature: '0x01', callId: randomUUID(), parkedReason }
        const row = { ...aBatch().with('state', state).with('firstEntry', firstEntry).build(), ...sent }
        firstEntry += 1n
        return (await insertRows(tx, 'batch', [row]))[0] ?? null
      }
      await make(null)
      for (const state of states) await make(await batchOf(state))
      for (const [state, blockNumber] of onChain) {
        const batch = await batchOf(state)
        await make(batch)
        const event = aPostedBatch(batch?.batchHash ?? '').with('firstEntry', batch?.firstEntry ?? 0n)
        await insertRows(tx, 'posted_batch', [event.with('blockNumber', blockNumber).build()])
      }
      const nothing = aPurchase(memberId).with('earningRuleId', earningRuleId).with('points', 0n).build()
      await insertRows(tx, 'purchase', [nothing])
    })
  }

  for (const isParked of [false, true])
    for (const isFollowed of [true, false])
      it(`find by state what each is when it is read${isParked ? ', behind a parked batch' : ''}${isFollowed ? '' : ', without a chain'}`, async function () {
        await storeEverywhere(isParked)
        if (isFollowed) await followChainTo(db, { number: 90n, finalizedNumber: 40n })
        const seen = new Set<string>()
        for (const [path, id] of [
          ['/v1/purchases', 'purchaseId'],
          ['/v1/returns', 'returnId'],
          ['/v1/batches', 'batchId'],
        ] as const) {
          const all = await readAll(path)
          const states = path === '/v1/batches' ? STATES.slice(2) : STATES
          const found = new Map<string, string>()
          for (const state of states)
            for (const one of await readAll(`${path}?state=${state}`)) found.set(one[id] ?? '', state)
          expect(all.length).to.be.greaterThan(6)
          expect(found.size, path).to.equal(all.length)
          for (const one of all) {
            expect(found.get(one[id] ?? ''), path).to.equal(one['state'])
            expect((await get(`${path}/${String(one[id])}`)).body).to.deep.equal(one)
            seen.add(one['state'] ?? '')
          }
        }
        const never = [...(isParked ? ['accepted'] : ['parked']), ...(isFollowed ? [] : ['final'])]
        expect([...seen]).to.have.members(STATES.filter((state) => !never.includes(state)))
      })

  it('add up to what was sent on a day, and to its totals', async function () {
    const day = async (sales: readonly number[], backs: readonly number[]) => {
      const from = api.clock.now()
      for (const [at, amount] of sales.entries()) await sell(`${from.getTime()}-${at}`, String(amount))
      for (const [at, amount] of backs.entries())
        await takeBack(`${from.getTime()}-${at}`, `${from.getTime()}-${at}`, String(amount))
      api.clock.advance(1)
      return { from: from.toISOString(), until: api.clock.now().toISOString(), sales, backs }
    }
    const days = [await day([1_000, 2_050, 399], [500]), await day([777, 100], [100, 50]), await day([], [])]
    const sumOf = (rows: Listed[], field: string) => rows.reduce((sum, row) => sum + BigInt(row[field] ?? 0), 0n)
    for (const { from, until, sales, backs } of days) {
      const period = `createdFrom=${from}&createdUntil=${until}`
      const [sold, returned] = [await readAll(`/v1/purchases?${period}`, 2), await readAll(`/v1/returns?${period}`, 1)]
      const total = (amounts: readonly number[]) => BigInt(amounts.reduce((sum, amount) => sum + amount, 0))
      expect([sumOf(sold, 'amountMinor'), sumOf(returned, 'amountMinor')]).to.deep.equal([total(sales), total(backs)])
      const { body: totals } = await get(`/v1/totals?${period}`)
      expect(totals).to.include({
        purchases: String(sales.length),
        returns: String(backs.length),
        pointsAccepted: String(sumOf(sold, 'points')),
        pointsReversedAccepted: String(sumOf(returned, 'points')),
      })
    }
    expect((await get('/v1/totals')).body).to.include({ purchases: '5', returns: '3', redemptions: '0' })
  })

  it('neither skip nor repeat a row while others arrive', async function () {
    const before = Array.from({ length: 7 }, (_, at) => `before-${at}`)
    for (const [at, orderRef] of before.entries()) {
      if (at % 3 === 0) api.clock.advance(1)
      await sell(orderRef)
    }
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await get(`/v1/purchases?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      seen.push(...body.data.map(({ orderRef }: Listed) => orderRef))
      cursor = body.nextCursor
      api.clock.advance(1)
      await sell(`later-${seen.length}`)
    }
    // Those of one moment have the order of their ids, which are random here.
    expect(seen).to.have.members(before)
  })

  it('are narrowed by place, member, reference and time, whose end is not part of it', async function () {
    await sell('a', '1000', { locationId: 'store-1' })
    const between = api.clock.now()
    api.clock.advance(1)
    const after = api.clock.now()
    await sell('b', '1000', { locationId: 'store-2' })
    api.clock.advance(1)
    await sell('c')
    await takeBack('r', 'a', '100')
    const refs = async (query: string) => (await readAll(`/v1/purchases?${query}`)).map(({ orderRef }) => orderRef)
    const [first, second] = [between.toISOString(), after.toISOString()]
    expect(await refs('locationId=store-1')).to.deep.equal(['a'])
    expect(await refs('orderRef=b')).to.deep.equal(['b'])
    expect(await refs(`memberId=${memberId}`)).to.deep.equal(['c', 'b', 'a'])
    expect(await refs(`memberId=${randomUUID()}`)).to.deep.equal([])
    expect(await refs(`createdUntil=${second}`)).to.deep.equal(['a'])
    expect(await refs(`createdFrom=${second}`)).to.deep.equal(['c', 'b'])
    expect(await refs(`createdFrom=${first}&createdUntil=${first}`)).to.deep.equal([])
    expect((await readAll('/v1/returns?returnRef=r')).map(({ returnRef }) => returnRef)).to.deep.equal(['r'])
    const { body } = await get(`/v1/purchases?createdFrom=${second}&createdUntil=${first}`)
    expect([body.code, body.errors[0].pointer]).to.deep.equal(['malformed_request', 'query/createdUntil'])
  })
})
