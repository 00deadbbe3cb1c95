import { expect } from 'chai'

import { Problem } from '../../../../web/src/api-client/problem.ts'
import type { QueuedPurchase } from '../../../../web/src/till/offline/queued-purchase.ts'
import {
  type Answered,
  judgeRefusal,
  SENT_AT_ONCE_MAX,
  syncAll,
  type SyncSteps,
  WAIT_MAX_MS,
  waitMs,
} from '../../../../web/src/till/offline/sync.ts'

const aPurchase = (seq: number): QueuedPurchase => ({
  seq,
  partnerId: 1,
  orderRef: `T-${String(seq)}`,
  member: { kind: 'card', value: '9' },
  currency: 'GBP',
  amountMinor: '100',
  occurredAt: '2026-11-23T10:15:00.000Z',
  pointsEstimated: null,
  slip: null,
  state: 'waiting',
  tries: 1,
  refusal: null,
  points: null,
  settledAt: null,
})

/** A till with so many purchases that wait, and a server that answers as it is told. */
function aTill(count: number, send: (purchases: readonly QueuedPurchase[]) => Promise<readonly Answered[]>) {
  const waiting = new Map(Array.from({ length: count }, (_, at) => [at + 1, aPurchase(at + 1)]))
  const settled = new Map<number, string>()
  const sent: string[] = []
  const steps: SyncSteps = {
    take: (countMax) => Promise.resolve([...waiting.values()].slice(0, countMax)),
    sendPurchases(purchases) {
      sent.push(...purchases.map(({ orderRef }) => orderRef))
      return send(purchases)
    },
    sendSlips: () => Promise.reject(new Error('there are no slips')),
    settle(verdicts) {
      for (const { seq, verdict } of verdicts) {
        waiting.delete(seq)
        settled.set(seq, verdict.state)
      }
      return Promise.resolve()
    },
  }
  return { steps, waiting, settled, sent }
}

const accepts = (purchases: readonly QueuedPurchase[]) =>
  Promise.resolve(purchases.map((): Answered => ({ state: 'recorded', points: '1' })))

describe('sending what waits', () => {
  it('goes on, in order, until nothing waits', async () => {
    const count = 2 * SENT_AT_ONCE_MAX + 1
    const { steps, waiting, sent } = aTill(count, accepts)
    expect(await syncAll(steps)).to.deep.equal({ kind: 'emptied' })
    expect(waiting.size).to.equal(0)
    expect(sent).to.deep.equal(Array.from({ length: count }, (_, at) => `T-${String(at + 1)}`))
  })

  it('settles each by its own answer: one that is refused keeps none of its neighbours', async () => {
    const refused = { code: 'member_unknown', details: { kind: 'card' } }
    const { steps, settled } = aTill(3, (purchases) =>
      Promise.resolve(
        purchases.map(({ seq }) => (seq === 2 ? judgeRefusal(refused) : { state: 'recorded', points: '1' })),
      ),
    )
    expect(await syncAll(steps)).to.deep.equal({ kind: 'emptied' })
    expect([...settled.values()]).to.deep.equal(['recorded', 'attention', 'recorded'])
  })

  it('leaves waiting what passes by itself, and comes back later', async () => {
    for (const code of ['too_many_requests', 'service_unavailable', 'internal_error', 'budget_used_up']) {
      const { steps, waiting } = aTill(2, (purchases) =>
        Promise.resolve(
          purchases.map(({ seq }) => (seq === 1 ? judgeRefusal({ code }) : { state: 'recorded', points: '1' })),
        ),
      )
      expect(await syncAll(steps), code).to.deep.equal({ kind: 'unreached' })
      expect([...waiting.keys()], code).to.deep.equal([1])
    }
  })

  it('comes back later when nobody answers, and stops in words when the till may not', async () => {
    const fails = (problem: Problem) => aTill(1, () => Promise.reject(problem))
    for (const status of [0, 500, 502, 503]) {
      const { steps, waiting } = fails(new Problem('offline', status))
      expect(await syncAll(steps)).to.deep.equal({ kind: 'unreached' })
      expect(waiting.size).to.equal(1)
    }
    expect(await syncAll(fails(new Problem('too_many_requests', 429)).steps)).to.deep.equal({ kind: 'unreached' })
    const { steps, waiting } = fails(new Problem('key_revoked', 401))
    expect(await syncAll(steps)).to.deep.equal({ kind: 'stopped', refusal: { code: 'key_revoked', details: {} } })
    expect(waiting.size).to.equal(1)
  })

  it('believes no answer that is not one for each', async () => {
    const { steps, waiting } = aTill(3, async (purchases) => (await accepts(purchases)).slice(1))
    expect(await syncAll(steps)).to.deep.equal({ kind: 'unreached' })
    expect(waiting.size).to.equal(3)
  })

  it('sends again what was sent and not noted as settled', async () => {
    const recorded = new Map<string, number>()
    const till = aTill(30, (purchases) => {
      for (const { orderRef } of purchases) recorded.set(orderRef, (recorded.get(orderRef) ?? 0) + 1)
      return accepts(purchases)
    })
    const { settle } = till.steps
    const killed = { ...till.steps, settle: () => Promise.reject(new Error('killed')) }
    let isKilled = false
    await syncAll(killed).catch(() => (isKilled = true))
    expect(isKilled).to.equal(true)
    await syncAll({ ...till.steps, settle })
    expect(till.waiting.size).to.equal(0)
    expect(recorded.size).to.equal(30)
  })

  it('stops between two lists when the till is disconnected', async () => {
    const { steps, sent } = aTill(3 * SENT_AT_ONCE_MAX, accepts)
    expect(await syncAll(steps, () => sent.length > 0)).to.deep.equal({ kind: 'unreached' })
    expect(sent).to.have.length(SENT_AT_ONCE_MAX)
  })

  it('waits longer after each failure, up to a limit, and not always the same', () => {
    expect([0, 1, 2, 3].map((failures) => waitMs(failures, 1))).to.deep.equal([1_000, 2_000, 4_000, 8_000])
    expect(waitMs(5_000, 1)).to.equal(WAIT_MAX_MS)
    expect(waitMs(5_000, 0)).to.equal(WAIT_MAX_MS / 2)
  })
})
