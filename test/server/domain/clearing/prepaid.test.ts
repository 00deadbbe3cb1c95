import { expect } from 'chai'
import fc from 'fast-check'

import {
  checkOrder,
  firstPricedMonth,
  freeFrom,
  type MonthOfIssuing,
  PACK_PRICE_MINOR_MAX,
  PACK_START_DAYS_MAX,
  type Pack,
  packNumberText,
  refusePaidTwice,
  refusePriceWithPacks,
  returnedToPacks,
  standingOfPacks,
  usedSince,
} from '../../../../server/domain/clearing/prepaid.ts'
import { orRejection, Rejection } from '../../../../server/domain/rejection.ts'
import { dayOf, monthNumber } from '../../../../server/domain/utc-days.ts'

const NOW = new Date('2027-01-20T10:00:00Z')
const day = (text: string) => dayOf(new Date(`${text}T00:00:00Z`))
const month = (text: string) => monthNumber(text) ?? -1
const codeOf = (run: () => void) => {
  const outcome = orRejection(run)
  return outcome instanceof Rejection ? outcome.code : 'none'
}

const aPack = (number: number, changes: Partial<Pack> = {}): Pack => ({
  number,
  points: 100n,
  startDay: day('2027-01-01'),
  paidAt: NOW,
  cancelledAt: null,
  ...changes,
})

const issued = (points: bigint, reversed = 0n, of = '2027-01'): MonthOfIssuing => ({
  month: month(of),
  issued: points,
  reversed,
})

const standing = (packs: readonly Pack[], months: readonly MonthOfIssuing[], alertPoints: bigint | null = null) =>
  standingOfPacks({ packs, months, prices: [], alertPoints })

const leftOf = ({ packs }: ReturnType<typeof standing>) => packs.map(({ pack, left }) => [pack.number, left])

const packs = fc
  .array(
    fc.record({
      points: fc.bigInt({ min: 1n, max: 2n ** 56n }),
      startDay: fc.integer({ min: 20_000, max: 20_010 }),
      paidAt: fc.option(fc.constant(NOW), { freq: 4 }),
      cancelledAt: fc.option(fc.constant(NOW), { freq: 1 }),
    }),
    { maxLength: 12 },
  )
  .map((drawn) => drawn.map((one, at): Pack => ({ ...one, number: at + 1 })))

const months = fc.array(
  fc.record({
    month: fc.integer({ min: 680, max: 690 }),
    issued: fc.bigInt({ min: 0n, max: 2n ** 57n }),
    reversed: fc.bigInt({ min: 0n, max: 2n ** 56n }),
  }),
  { maxLength: 6 },
)

describe('prepaid packs', () => {
  it('are used by the oldest start first, then by the number', () => {
    const three = [aPack(1, { startDay: day('2027-02-01') }), aPack(2), aPack(3)]
    expect(leftOf(standing(three, [issued(120n)]))).to.deep.equal([
      [1, 100n],
      [2, 0n],
      [3, 80n],
    ])
  })

  it('get what returns took back into the one that was used last', () => {
    const two = [aPack(1), aPack(2)]
    expect(leftOf(standing(two, [issued(120n)]))).to.deep.equal([
      [1, 0n],
      [2, 80n],
    ])
    expect(leftOf(standing(two, [issued(120n), issued(0n, 30n, '2027-02')]))).to.deep.equal([
      [1, 10n],
      [2, 100n],
    ])
  })

  it('are not used by months in which each point has a price', () => {
    const prices = [
      { month: month('2027-01'), issueMicros: 0n },
      { month: month('2027-02'), issueMicros: 1_000_000n },
      { month: month('2027-03'), issueMicros: 0n },
    ]
    const asked = { packs: [aPack(1)], prices, alertPoints: null }
    const used = standingOfPacks({
      ...asked,
      months: [issued(10n), issued(50n, 0n, '2027-02'), issued(5n, 0n, '2027-03')],
    })
    expect(used.leftPoints).to.equal(85n)
  })

  it('leave what was issued beyond them to the next one', () => {
    expect(standing([aPack(1)], [issued(130n)])).to.deep.include({ leftPoints: 0n, uncoveredPoints: 30n })
    expect(standing([aPack(1), aPack(2)], [issued(130n)])).to.deep.include({ leftPoints: 70n, uncoveredPoints: 0n })
  })

  it('count only once they are paid, from the start of the oldest of those', () => {
    const three = [aPack(1, { paidAt: null, startDay: 1 }), aPack(2, { cancelledAt: NOW, startDay: 2 }), aPack(3)]
    expect(usedSince(three)).to.deep.equal(new Date('2027-01-01T00:00:00Z'))
    expect(usedSince(three.slice(0, 2))).to.equal(null)
    const seen = standing(three, [issued(10n)])
    expect(seen.packs.map(({ state, used }) => [state, used])).to.deep.equal([
      ['ordered', 0n],
      ['cancelled', 0n],
      ['paid', 10n],
    ])
    expect(seen.leftPoints).to.equal(90n)
  })

  it('are low at the alert level and below it, and never before one was paid', () => {
    const low = (points: bigint, level: bigint | null) => standing([aPack(1)], [issued(points)], level).isLow
    expect([low(89n, 10n), low(90n, 10n), low(91n, 10n)]).to.deep.equal([false, true, true])
    expect([low(100n, 0n), low(99n, 0n), low(100n, null)]).to.deep.equal([true, false, false])
    expect(standing([aPack(1, { paidAt: null })], [], 10n).isLow).to.equal(false)
  })

  it('add up: what is used and left of each is its points, nothing is negative, and no newer one is used before an older', () => {
    fc.assert(
      fc.property(packs, months, (those, counted) => {
        const seen = standing(those, counted)
        const paid = seen.packs.filter(({ state }) => state === 'paid')
        const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n)
        for (const { pack, state, used, left } of seen.packs) {
          expect(used >= 0n && left >= 0n, 'not negative').to.equal(true)
          expect(used + left).to.equal(state === 'paid' ? pack.points : 0n)
        }
        const net = sum(counted.map((one) => one.issued - one.reversed))
        expect(sum(paid.map(({ used }) => used)) + seen.uncoveredPoints).to.equal(net > 0n ? net : 0n)
        expect(seen.leftPoints).to.equal(sum(paid.map(({ left }) => left)))
        expect(seen.leftPoints === 0n || seen.uncoveredPoints === 0n, 'no debt beside points').to.equal(true)
        const order = paid.toSorted((a, b) => a.pack.startDay - b.pack.startDay || a.pack.number - b.pack.number)
        order.slice(1).forEach(({ used }, at) => {
          expect(used === 0n || order[at]?.left === 0n, 'in order').to.equal(true)
        })
      }),
    )
  })

  it('get back at most what returns took, what was issued, and never less than before', () => {
    fc.assert(
      fc.property(months, months, (first, more) => {
        const [before, after] = [returnedToPacks(first, []), returnedToPacks([...first, ...more], [])]
        const total = (field: 'issued' | 'reversed') => first.reduce((sum, one) => sum + one[field], 0n)
        expect(before >= 0n && before <= total('issued') && before <= total('reversed')).to.equal(true)
        expect(after >= before).to.equal(true)
      }),
    )
    const priced = [{ month: month('2027-01'), issueMicros: 1n }]
    expect(returnedToPacks([issued(9n, 5n)], priced), 'of months that have a price').to.equal(0n)
  })

  it('have a number that banks carry from end to end', () => {
    expect(packNumberText(2, 7)).to.equal('ENT-2-P7')
    expect(packNumberText(2_147_483_647, 1_000).length).to.be.at.most(35)
  })
})

describe('the order of a pack', () => {
  const order = (changes: { priceMinor?: bigint; startDay?: number }) => () => {
    checkOrder({ priceMinor: 95_000n, startDay: day('2027-01-01'), ...changes }, NOW)
  }

  it('has a price, and at most one that still can be summed', () => {
    expect(codeOf(order({ priceMinor: 0n }))).to.equal('pack_price_out_of_range')
    expect(codeOf(order({ priceMinor: 1n }))).to.equal('none')
    expect(codeOf(order({ priceMinor: PACK_PRICE_MINOR_MAX }))).to.equal('none')
    expect(codeOf(order({ priceMinor: PACK_PRICE_MINOR_MAX + 1n }))).to.equal('pack_price_out_of_range')
  })

  it('starts in this month at the earliest, and not too far ahead', () => {
    expect(codeOf(order({ startDay: day('2026-12-31') }))).to.equal('pack_start_out_of_range')
    expect(codeOf(order({ startDay: day('2027-01-01') }))).to.equal('none')
    expect(codeOf(order({ startDay: dayOf(NOW) + PACK_START_DAYS_MAX }))).to.equal('none')
    expect(codeOf(order({ startDay: dayOf(NOW) + PACK_START_DAYS_MAX + 1 }))).to.equal('pack_start_out_of_range')
  })
})

describe('packs and prices', () => {
  const at = (text: string, issueMicros: bigint) => ({ month: month(text), issueMicros })

  it('finds the first month with a price from one on', () => {
    const prices = [at('2026-01', 7n), at('2027-01', 0n), at('2027-06', 9n)]
    expect(firstPricedMonth(prices, month('2026-12'))).to.deep.equal(at('2026-12', 7n))
    expect(firstPricedMonth(prices, month('2027-01'))).to.deep.equal(at('2027-06', 9n))
    expect(firstPricedMonth([], month('2027-01'))).to.equal(null)
    expect(firstPricedMonth([at('2027-01', 7n), at('2027-01', 0n)], month('2027-01')), 'the later version').to.equal(
      null,
    )
  })

  it('refuses a pack where points are paid for one by one', () => {
    expect(
      codeOf(() => {
        refusePaidTwice([at('2026-01', 7n)], month('2027-01'))
      }),
    ).to.equal('issue_price_not_zero')
    expect(
      codeOf(() => {
        refusePaidTwice([at('2026-01', 7n), at('2027-01', 0n)], month('2027-01'))
      }),
    ).to.equal('none')
  })

  it('refuses a price where a pack is ordered or not used up, and none otherwise', () => {
    const february = aPack(1, { startDay: day('2027-02-10') })
    const price = (packsThere: readonly Pack[], counted: bigint, ...prices: ReturnType<typeof at>[]) =>
      codeOf(() => {
        refusePriceWithPacks(standing(packsThere, [issued(counted)]), prices, NOW)
      })
    expect(price([february], 99n, at('2027-03', 5n))).to.equal('pack_points_left')
    expect(price([february], 100n, at('2027-03', 5n))).to.equal('none')
    expect(price([{ ...february, paidAt: null }], 0n, at('2027-02', 5n))).to.equal('pack_points_left')
    expect(price([{ ...february, cancelledAt: NOW }], 0n, at('2027-02', 5n))).to.equal('none')
    expect(price([february], 0n, at('2027-01', 5n), at('2027-02', 0n)), 'before it starts').to.equal('none')
    expect(price([february], 0n, at('2027-01', 5n))).to.equal('pack_points_left')
  })

  it('asks nothing of months that are over', () => {
    expect(freeFrom({ startDay: day('2026-11-05') }, NOW)).to.equal(month('2027-01'))
    expect(freeFrom({ startDay: day('2027-03-31') }, NOW)).to.equal(month('2027-03'))
  })
})
