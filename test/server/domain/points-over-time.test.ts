import { expect } from 'chai'
import fc from 'fast-check'

import { epochAt, expiryOf, LOTS_LIVE, liveLots, type EpochScale } from '../../../server/domain/lots.ts'
import { pointsOverTime } from '../../../server/domain/points-over-time.ts'
import { DAY_MS } from '../../../server/domain/utc-days.ts'

const NOW = new Date('2026-11-23T15:30:00Z')
const scale: EpochScale = {
  originSeconds: Date.parse('2025-01-01T00:00:00Z') / 1_000,
  lengthSeconds: 90 * 86_400,
}

/** When the first epoch began: the ledger is no older. */
const FIRST = new Date((scale.originSeconds + scale.lengthSeconds) * 1_000)

const epochOf = (at: Date) => epochAt(at.getTime() / 1_000, scale)
const gained = (points: bigint, at: Date, epoch = epochOf(at)) => ({ epoch, points, at })
const before = (ms: number) => new Date(NOW.getTime() - ms)
const after = (ms: number) => new Date(NOW.getTime() + ms)

describe('points over time', () => {
  it('ends with the points of now, those that were earned today included', () => {
    expect(pointsOverTime([gained(965n, before(60_000))], { now: NOW, asOf: NOW, days: 2, scale })).to.deep.equal([
      { date: '2026-11-22', points: 0n },
      { date: '2026-11-23', points: 965n },
    ])
  })

  it('counts the points of a block whose time is ahead of this machine’s clock, by minutes or by a day', () => {
    for (const at of [after(5 * 60_000), after(DAY_MS)]) {
      const points = pointsOverTime([gained(965n, at)], { now: NOW, asOf: at, days: 2, scale })
      expect(points.at(-1)).to.deep.equal({ date: '2026-11-23', points: 965n })
    }
  })

  it('ends with today although the ledger has had no block for days', () => {
    const old = before(3 * DAY_MS)
    const points = pointsOverTime([gained(7n, old)], { now: NOW, asOf: old, days: 5, scale })
    expect(points.map(({ points: one }) => one)).to.deep.equal([0n, 7n, 7n, 7n, 7n])
  })

  it('lets points expire by the time of the ledger, as the balance does', () => {
    const epoch = 1
    const expiry = new Date(expiryOf(epoch, scale) * 1_000)
    const change = gained(5n, new Date(expiry.getTime() - 100 * DAY_MS), epoch)
    const at = (asOf: Date) => pointsOverTime([change], { now: expiry, asOf, days: 1, scale }).at(-1)?.points
    expect(at(new Date(expiry.getTime() - 1))).to.equal(5n)
    expect(at(expiry)).to.equal(0n)
  })

  it('ends with what the living lots hold together, whatever happened, and in whatever order it is told', () => {
    const change = fc.record({
      points: fc.bigInt({ min: -500n, max: 1_000n }),
      // Minutes before now; some blocks carry a later time than this machine's clock.
      minutes: fc.integer({ min: -2_000, max: 900 * 1_440 }),
      lag: fc.integer({ min: 0, max: LOTS_LIVE + 1 }),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), fc.integer({ min: 1, max: 90 }), (drawn, days) => {
        const changes = drawn.map(({ points, minutes, lag }) => {
          const at = before(minutes * 60_000)
          return { points, at, epoch: Math.max(1, epochOf(new Date(Math.max(+at, +FIRST))) - lag) }
        })
        const asOf = new Date(Math.max(+NOW, ...changes.map(({ at }) => +at)))
        const lots = [...Map.groupBy(changes, ({ epoch }) => epoch)].map(([epoch, own]) => ({
          epoch,
          points: own.reduce((sum, { points }) => sum + points, 0n),
        }))
        const balance = liveLots(lots, epochOf(asOf)).reduce((sum, { points }) => sum + points, 0n)
        const series = pointsOverTime(changes, { now: NOW, asOf, days, scale })
        expect(series).to.have.length(days)
        expect(series.at(-1)).to.deep.equal({ date: '2026-11-23', points: balance })
        expect(pointsOverTime(changes.toReversed(), { now: NOW, asOf, days, scale })).to.deep.equal(series)
      }),
    )
  })
})
