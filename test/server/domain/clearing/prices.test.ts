import { expect } from 'chai'

import {
  checkPriceMonth,
  firstOpenMonth,
  microsOf,
  microsText,
  type PriceFacts,
  priceVersions,
} from '../../../../server/domain/clearing/prices.ts'
import { orRejection, Rejection } from '../../../../server/domain/rejection.ts'
import { monthNumber, monthText } from '../../../../server/domain/utc-days.ts'

const DAY_MS = 86_400_000
const month = (text: string) => monthNumber(text) ?? -1

function codeOf(run: () => void): string {
  const outcome = orRejection(run)
  return outcome instanceof Rejection ? outcome.code : 'none'
}

describe('prices of points', function () {
  const facts = (changes: Partial<PriceFacts> = {}): PriceFacts => ({
    now: new Date('2026-11-23T12:00:00Z'),
    delayMs: 2 * DAY_MS,
    lastMonth: month('2026-10'),
    hasBooked: true,
    ...changes,
  })

  it('hold from a month that begins after the delay of their announcement', function () {
    expect(firstOpenMonth(facts())).to.equal(month('2026-12'))
    const last = new Date('2026-11-28T23:59:59.999Z')
    expect(firstOpenMonth(facts({ now: last }))).to.equal(month('2026-12'))
    expect(firstOpenMonth(facts({ now: new Date(last.getTime() + 1) }))).to.equal(month('2027-01'))
  })

  it('may hold from the current month where nothing was booked and nothing priced', function () {
    expect(firstOpenMonth(facts({ lastMonth: null, hasBooked: false }))).to.equal(month('2026-11'))
    expect(firstOpenMonth(facts({ lastMonth: null }))).to.equal(month('2026-12'))
    expect(firstOpenMonth(facts({ hasBooked: false }))).to.equal(month('2026-12'))
  })

  it('are refused for a month that passed, and before one that has a price of its own', function () {
    expect(codeOf(() => checkPriceMonth(month('2026-11'), facts()))).to.equal('price_month_passed')
    expect(codeOf(() => checkPriceMonth(month('2026-12'), facts()))).to.equal('none')
    const ahead = facts({ lastMonth: month('2027-02') })
    expect(codeOf(() => checkPriceMonth(month('2027-01'), ahead))).to.equal('price_month_out_of_order')
    expect(codeOf(() => checkPriceMonth(month('2027-02'), ahead))).to.equal('none')
  })

  it('are listed by what the chain says, with the newest plan of each month that it does not have', function () {
    const prices = (issueMicros: bigint) => ({ issueMicros, redeemMicros: 8n })
    const plan = (text: string, issue: bigint, at: string) => ({
      month: month(text),
      ...prices(issue),
      plannedAt: new Date(at),
    })
    const plans = [
      plan('2026-09', 1n, '2026-08-01T00:00:00Z'),
      plan('2026-10', 2n, '2026-08-02T00:00:00Z'),
      plan('2027-01', 3n, '2026-11-01T00:00:00Z'),
      plan('2027-01', 4n, '2026-11-02T00:00:00Z'),
      plan('2027-02', 5n, '2026-11-03T00:00:00Z'),
    ]
    const place = { blockNumber: 5n, transactionHash: '0x7a' }
    const events = [
      { month: month('2026-09'), ...prices(1n), ...place },
      { month: month('2026-12'), ...prices(9n), ...place },
    ]
    const terms = {
      now: new Date('2026-11-23T12:00:00Z'),
      findAnnounced: (one: { month: number }) => (one.month === month('2027-02') ? 'announced' : null),
    }
    const listed = priceVersions({ plans, events }, terms).map((one) => [
      monthText(one.month),
      one.issueMicros,
      one.state,
      one.plannedAt === null,
    ])
    expect(listed).to.deep.equal([
      ['2027-02', 5n, 'announced', false],
      ['2027-01', 4n, 'planned', false],
      ['2026-12', 9n, 'set', true],
      ['2026-10', 2n, 'lapsed', false],
      ['2026-09', 1n, 'set', false],
    ])
  })

  it('are written in minor units with up to six decimals, and read back as they were', function () {
    expect(['0', '1', '1.05', '0.000001', '999999999999.999999'].map(microsOf)).to.deep.equal([
      0n,
      1_000_000n,
      1_050_000n,
      1n,
      999_999_999_999_999_999n,
    ])
    expect(['', '-1', '1.', '.5', '01', '1.0000001', '1e3', '1,5', '1000000000000'].map(microsOf)).to.deep.equal(
      Array(9).fill(null),
    )
    for (const micros of [0n, 1n, 10n, 1_050_000n, 800_000n, 999_999_999_999_999_999n])
      expect(microsOf(microsText(micros))).to.equal(micros)
    expect([1_000_000n, 800_000n, 1_050_001n].map(microsText)).to.deep.equal(['1.00', '0.80', '1.050001'])
  })

  it('name months from 1970 on, and nothing else', function () {
    expect(['1970-01', '2026-11', '2027-01'].map(monthNumber)).to.deep.equal([0, 682, 684])
    expect(['1969-12', '2026-13', '2026-00', '2026-1', '2026-011', 'soon'].map(monthNumber)).to.deep.equal(
      Array(6).fill(null),
    )
    for (const number of [0, 11, 12, 682, 3_000]) expect(monthNumber(monthText(number))).to.equal(number)
  })
})
