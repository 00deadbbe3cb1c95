import { expect } from 'chai'

import { firstPastMonth, PAST_CUSTOMERS, PAST_MONTHS, planPast } from '../../../../cli/demo/past/past-plan.ts'
import { CLOSING_GRACE_MS } from '../../../../server/domain/clearing/settlement.ts'
import { DAY_MS, monthOf, monthSpan, monthText } from '../../../../server/domain/utc-days.ts'

const options = { seed: 1, firstMonth: 679, brands: 5, priceDelayMs: 2 * DAY_MS }

describe('planPast', function () {
  it('has the same figures for the same seed, whatever the first month is', () => {
    const figures = (firstMonth: number) =>
      planPast({ ...options, firstMonth }).months.map(({ purchases, returned, redemptions }) => [
        purchases.map(({ brand, customer, amountMinor }) => [brand, customer, amountMinor]),
        [returned.brand, returned.customer, returned.amountMinor],
        redemptions.flat().map(({ brand, takes, restoredPercent }) => [brand, takes, restoredPercent]),
      ])
    expect(figures(679)).to.deep.equal(figures(679))
    expect(figures(690)).to.deep.equal(figures(679))
    expect(planPast({ ...options, seed: 2 })).not.to.deep.equal(planPast(options))
  })

  it('sells at every brand to known cards, and takes back what was sold before, half of it and once', () => {
    const { months } = planPast(options)
    const sold = months.flatMap(({ purchases }) => purchases)
    expect(new Set(sold.map(({ orderRef }) => orderRef)).size).to.equal(sold.length)
    expect(sold.every(({ customer }) => customer < PAST_CUSTOMERS)).to.be.true
    for (const { purchases } of months) expect(new Set(purchases.map(({ brand }) => brand)).size).to.equal(5)
    const returns = months.map(({ returned }) => returned)
    expect(new Set(returns.map(({ orderRef }) => orderRef)).size).to.equal(PAST_MONTHS)
    for (const { orderRef, brand, customer, amountMinor, occurredAt } of returns) {
      const purchase = sold.find((one) => one.orderRef === orderRef)
      expect(purchase).to.deep.include({ brand, customer })
      expect((purchase?.amountMinor ?? 0n) >= amountMinor && (purchase?.occurredAt ?? occurredAt) < occurredAt).to.be
        .true
    }
    expect(
      months.flatMap(({ redemptions }) => redemptions.flat()).filter((one) => one.restoredPercent > 0),
    ).to.have.length(PAST_MONTHS)
  })

  it('lets things happen in their month and in their order, closes it after the grace period, and leaves the last one unpaid', () => {
    const { foundedAt, pricedAt, months } = planPast(options)
    expect(pricedAt.getTime() - foundedAt.getTime() > options.priceDelayMs).to.be.true
    expect(pricedAt < monthSpan(options.firstMonth).from).to.be.true
    for (const { month, soldAt, spentAt, purchases, closedAt, paidAt } of months) {
      const { from, until } = monthSpan(month)
      expect(from < soldAt && soldAt < spentAt && spentAt < until, monthText(month)).to.be.true
      expect(purchases.every(({ occurredAt }) => from <= occurredAt && occurredAt < soldAt)).to.be.true
      expect(closedAt.getTime() > until.getTime() + CLOSING_GRACE_MS).to.be.true
      expect(paidAt === null).to.equal(month === options.firstMonth + PAST_MONTHS - 1)
      if (paidAt !== null) expect(closedAt < paidAt && monthOf(paidAt) === month + 1).to.be.true
    }
  })
})

describe('firstPastMonth', function () {
  it('lets the last month be closed before the present, on any day', () => {
    for (let day = 0; day < 400; day += 1) {
      const now = new Date(Date.UTC(2026, 0, 1, 0, 0, 1) + day * DAY_MS)
      const firstMonth = firstPastMonth(now)
      const { months } = planPast({ ...options, firstMonth })
      const [last] = months.toReversed()
      expect((last?.closedAt ?? now) < now, now.toISOString()).to.be.true
      expect(monthOf(now) - firstMonth, now.toISOString()).to.be.within(PAST_MONTHS, PAST_MONTHS + 1)
    }
  })
})
