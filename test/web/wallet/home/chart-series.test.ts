import { expect } from 'chai'
import fc from 'fast-check'

import { chartSeries, DAYS_DRAWN_MIN } from '../../../../web/src/wallet/home/chart-series.ts'

const DAY_MS = 86_400_000
const seriesOf = (points: readonly string[]) =>
  points.map((one, at) => ({ date: new Date(at * DAY_MS).toISOString().slice(0, 10), points: one }))
const zeros = (count: number) => Array<string>(count).fill('0')

describe('the series of the chart', () => {
  it('ends with the points of now, whatever the days say', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1, maxLength: 400 }),
        fc.bigInt({ min: 0n, max: 10n ** 18n }),
        (days, now) => {
          const given = seriesOf(days.map(String))
          const drawn = chartSeries(given, String(now))
          expect(drawn.at(-1)).to.deep.equal({ date: given.at(-1)?.date, points: String(now) })
          // What is drawn is the end of what is given, without a gap.
          expect(drawn.slice(0, -1)).to.deep.equal(given.slice(given.length - drawn.length, -1))
          expect(drawn.length).to.be.at.least(Math.min(given.length, DAYS_DRAWN_MIN))
        },
      ),
    )
  })

  it('shows a member of a day no three months of nothing', () => {
    const drawn = chartSeries(seriesOf([...zeros(89), '965']), '965')
    expect(drawn).to.have.length(DAYS_DRAWN_MIN)
    expect(drawn.map(({ points }) => points)).to.deep.equal([...zeros(DAYS_DRAWN_MIN - 1), '965'])
  })

  it('begins the day before the first points, and keeps all that follows', () => {
    const points = [...zeros(50), '10', ...zeros(20), '7', '7']
    expect(chartSeries(seriesOf(points), '7').map((one) => one.points)).to.deep.equal(points.slice(49))
    const full = seriesOf(['5', ...zeros(40)])
    expect(chartSeries(full, '0')).to.deep.equal(full)
  })

  it('has something to draw of a member without points, and nothing of no days', () => {
    expect(chartSeries(seriesOf(zeros(30)), '0')).to.have.length(DAYS_DRAWN_MIN)
    expect(chartSeries([], '5')).to.deep.equal([])
  })
})
