import 'fake-indexeddb/auto'

import { expect } from 'chai'
import { deleteDB } from 'idb'

import {
  decide,
  forgetSettled,
  listRows,
  NotSaved,
  saveSale,
  settle,
  takeWaiting,
} from '../../../../web/src/till/offline/purchase-queue.ts'
import type { OfflineSale } from '../../../../web/src/till/offline/queued-purchase.ts'
import { openTillDatabase, type TillDatabase } from '../../../../web/src/till/offline/till-database.ts'

const NOW = new Date('2026-11-23T10:15:00.000Z')

function aSale(at: number, changes: Partial<OfflineSale> = {}): OfflineSale {
  return {
    partnerId: 1,
    orderRef: `T-${String(at).padStart(4, '0')}`,
    member: { kind: 'card', value: '9000000000000009' },
    currency: 'GBP',
    amountMinor: '1999',
    occurredAt: NOW.toISOString(),
    pointsEstimated: '19',
    slip: null,
    ...changes,
  }
}

const aSlip = (at: number) =>
  aSale(at, { member: null, slip: { tillId: 'till', code: '7K2M9-QXA41', signed: 'EN2.x.y' } })

const reasonOf = async (saving: Promise<unknown>): Promise<string> => {
  try {
    await saving
    return 'saved'
  } catch (error) {
    return error instanceof NotSaved ? error.reason : String(error)
  }
}

describe('the purchases that a till keeps', () => {
  let database: TillDatabase

  beforeEach(async () => {
    database = await openTillDatabase()
  })

  afterEach(async () => {
    database.close()
    await deleteDB('entente-till')
  })

  const states = async () => (await listRows(database, 1)).map(({ state }) => state)

  it('are on the disk before a sale counts as saved', async () => {
    const asked: unknown[] = []
    const watched = new Proxy(database, {
      get(target, name) {
        if (name !== 'transaction') return Reflect.get(target, name) as unknown
        return (...args: Parameters<TillDatabase['transaction']>) => {
          asked.push(args[2])
          return target.transaction(...args)
        }
      },
    })
    await saveSale(watched, aSale(1))
    expect(asked).to.deep.equal([{ durability: 'strict' }])
  })

  it('are saved once under a reference', async () => {
    const first = await saveSale(database, aSale(1))
    const again = await saveSale(database, aSale(1, { amountMinor: '5' }))
    expect(again).to.deep.equal(first)
    expect(await states()).to.deep.equal(['waiting'])
    await saveSale(database, aSale(1, { partnerId: 2 }))
    expect(await listRows(database, 2)).to.have.length(1)
  })

  it('wait up to a limit, and the next is refused in a word that can be told', async () => {
    await saveSale(database, aSale(1), 2)
    await saveSale(database, aSale(2), 2)
    expect(await reasonOf(saveSale(database, aSale(3), 2))).to.equal('full')
    // Settled ones do not count.
    const [first] = await takeWaiting(database, 1, 1)
    await settle(database, [{ seq: first?.seq ?? 0, verdict: { state: 'recorded', points: '19' } }], NOW)
    await saveSale(database, aSale(3), 2)
  })

  it('are not said to be saved when the disk is full or the browser cannot write', async () => {
    const failing = (error: Error) =>
      ({
        transaction: () => ({
          done: Promise.reject(error),
          store: { index: () => ({ get: () => Promise.reject(error) }) },
        }),
      }) as unknown as TillDatabase
    expect(await reasonOf(saveSale(failing(new DOMException('full', 'QuotaExceededError')), aSale(1)))).to.equal(
      'no_room',
    )
    expect(await reasonOf(saveSale(failing(new DOMException('gone', 'InvalidStateError')), aSale(1)))).to.equal(
      'broken',
    )
    database.close()
    expect(await reasonOf(saveSale(database, aSale(1)))).to.equal('broken')
    database = await openTillDatabase()
    expect(await states()).to.deep.equal([])
  })

  it('are sent in the order of the sales, whatever the clock did, and cards and slips apart', async () => {
    await saveSale(database, aSale(1, { occurredAt: '2030-01-01T00:00:00.000Z' }))
    await saveSale(database, aSale(2, { occurredAt: '2020-01-01T00:00:00.000Z' }))
    await saveSale(database, aSlip(3))
    await saveSale(database, aSale(4))
    const settleAll = async (taken: readonly { seq: number }[]) =>
      settle(
        database,
        taken.map(({ seq }) => ({ seq, verdict: { state: 'recorded', points: null } })),
        NOW,
      )
    const runs: string[][] = []
    for (;;) {
      const taken = await takeWaiting(database, 1, 10)
      if (taken.length === 0) break
      runs.push(taken.map(({ orderRef }) => orderRef))
      await settleAll(taken)
    }
    expect(runs).to.deep.equal([['T-0001', 'T-0002'], ['T-0003'], ['T-0004']])
  })

  it('that were refused wait for a person, and are never dropped', async () => {
    await saveSale(database, aSale(1))
    const [row] = await takeWaiting(database, 1, 10)
    const refusal = { code: 'member_unknown', details: { kind: 'card' } }
    await settle(database, [{ seq: row?.seq ?? 0, verdict: { state: 'attention', refusal } }], NOW)
    expect(await takeWaiting(database, 1, 10)).to.deep.equal([])
    await forgetSettled(database, 1, 0)
    expect((await listRows(database, 1))[0]).to.include({ state: 'attention' })
    const other = { kind: 'card', value: '9000000000000017' } as const
    expect(await decide(database, row?.seq ?? 0, { kind: 'name_member', member: other }, NOW)).to.equal(true)
    const [again] = await takeWaiting(database, 1, 10)
    expect(again).to.deep.include({ orderRef: 'T-0001', member: other, refusal: null })
  })

  it('can be taken off the list only while the server cannot have them', async () => {
    const unsent = await saveSale(database, aSale(1))
    const sent = await saveSale(database, aSale(2))
    expect(await decide(database, unsent.seq, { kind: 'remove' }, NOW)).to.equal(true)
    await takeWaiting(database, 1, 10)
    expect(await decide(database, sent.seq, { kind: 'remove' }, NOW)).to.equal(false)
    expect(await decide(database, sent.seq, { kind: 'retry' }, NOW)).to.equal(false)
    expect(await decide(database, 999, { kind: 'remove' }, NOW)).to.equal(false)
    expect(await states()).to.deep.equal(['removed', 'waiting'])
  })

  it('keep what another tab settled first', async () => {
    const { seq } = await saveSale(database, aSale(1))
    await settle(database, [{ seq, verdict: { state: 'recorded', points: '19' } }], NOW)
    const refusal = { code: 'member_unknown', details: {} }
    await settle(database, [{ seq, verdict: { state: 'attention', refusal } }], NOW)
    expect((await listRows(database, 1))[0]).to.include({ state: 'recorded', points: '19' })
  })

  it('are forgotten by count once they are settled, oldest first', async () => {
    for (let at = 1; at <= 4; at += 1) {
      const { seq } = await saveSale(database, aSale(at))
      if (at < 4) await settle(database, [{ seq, verdict: { state: 'recorded', points: '1' } }], NOW)
    }
    await forgetSettled(database, 1, 2)
    const left = (await listRows(database, 1)).map((row) => row.state !== 'unreadable' && row.orderRef)
    expect(left).to.deep.equal(['T-0002', 'T-0003', 'T-0004'])
  })

  it('show what somebody else put there, and never send it', async () => {
    const good = aSale(1)
    const row = { ...good, state: 'waiting', tries: 0, refusal: null, points: null, settledAt: null }
    const hostile: object[] = [
      { partnerId: 1, state: 'waiting', orderRef: 'T-1' },
      { ...row, orderRef: '../../v1/admin' },
      { ...row, orderRef: 'T-2', amountMinor: '-5' },
      { ...row, orderRef: 'T-3', amountMinor: 1999 },
      { ...row, orderRef: 'T-4', member: { kind: 'everybody', value: 'x' } },
      { ...row, orderRef: 'T-5', member: null },
      { ...row, orderRef: 'T-6', slip: { tillId: 't', code: 'c', signed: 's' } },
      { ...row, orderRef: 'T-7', occurredAt: 'yesterday' },
      { ...row, orderRef: 'T-8', currency: 'pounds' },
      { ...row, orderRef: 'T-9', tries: 'many' },
      { ...row, orderRef: 'T-10', points: '<b>' },
      { ...row, orderRef: 'x'.repeat(100_000) },
    ]
    const tx = database.transaction('purchases', 'readwrite')
    for (const one of hostile) await tx.store.add(one as never)
    await tx.done
    await saveSale(database, good)
    expect((await takeWaiting(database, 1, 100)).map(({ orderRef }) => orderRef)).to.deep.equal(['T-0001'])
    const rows = await listRows(database, 1)
    expect(rows.filter(({ state }) => state === 'unreadable')).to.have.length(hostile.length)
    expect(Math.max(...rows.map((one) => (one.state === 'unreadable' ? one.text.length : 0)))).to.be.at.most(2_000)
  })
})
