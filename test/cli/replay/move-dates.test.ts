import { expect } from 'chai'

import { chooseDaysBack, moveBack } from '../../../cli/replay/move-dates.ts'

const invoice = (timestamp: string) => ({ invoice: '1', timestamp, customer: '7', country: 'Spain', amountMinor: 100n })
const daysBack = (timestamps: readonly string[], now: string) => chooseDaysBack(timestamps.map(invoice), new Date(now))
const NOW = '2026-11-29T03:00:00Z'
const CYCLE = 10_227

describe('the dates of a replay', () => {
  it('stay as they are until the last of them is to come', () => {
    expect(daysBack([], NOW)).to.equal(0)
    expect(daysBack(['1995-03-01T08:26:00'], NOW)).to.equal(0)
    expect(daysBack(['1995-03-01T08:26:00', '2026-11-29T03:00:00'], NOW)).to.equal(0)
    expect(daysBack(['2026-11-29T03:00:01', '1995-03-01T08:26:00'], NOW)).to.equal(CYCLE)
  })

  it('move by as many cycles as it takes, the same on another day', () => {
    expect(daysBack(['2035-03-01T08:26:00'], NOW)).to.equal(CYCLE)
    expect(daysBack(['2035-03-01T08:26:00'], '2034-01-01T00:00:00Z')).to.equal(CYCLE)
    expect(daysBack(['2095-03-01T08:26:00'], NOW)).to.equal(3 * CYCLE)
  })

  it('keep their day of the year and of the week, and the time between them, over a leap day too', () => {
    const before = ['2036-02-28T23:59:59', '2036-02-29T00:00:00', '2036-03-01T12:00:00']
    const moved = moveBack(before.map(invoice), CYCLE).map(({ timestamp }) => timestamp)
    expect(moved).to.deep.equal(['2008-02-28T23:59:59', '2008-02-29T00:00:00', '2008-03-01T12:00:00'])
    expect(new Date(`${moved[0]!}Z`).getUTCDay()).to.equal(new Date(`${before[0]!}Z`).getUTCDay())
    expect(moveBack([invoice('1995-03-01T08:26:00')], 0)).to.deep.equal([invoice('1995-03-01T08:26:00')])
  })
})
