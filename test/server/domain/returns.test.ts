import { expect } from 'chai'
import fc from 'fast-check'
import { earnPoints } from '../../../server/domain/earning.ts'
import type { EarningRule } from '../../../server/domain/earning.ts'
import { sumOf } from '../../../server/domain/programme/give-points.ts'
import { matchReturn, remainingEligible, remainingMinor, reverseShares } from '../../../server/domain/returns.ts'
import type { ReturnablePurchase } from '../../../server/domain/returns.ts'
import { aRule, anyAmount, anyRule } from '../../support/earning.ts'

function aSale(changed: Partial<ReturnablePurchase> = {}): ReturnablePurchase {
  const amountMinor = changed.amountMinor ?? 10_000n
  return { amountMinor, eligibleMinor: amountMinor, points: 100n, returnedMinor: 0n, pointsReversed: 0n, ...changed }
}

/** What a return takes of a purchase that earned by the earning rule alone. */
function reverseAgainst(rule: EarningRule, sale: ReturnablePurchase, amountMinor: bigint): bigint {
  return sumOf(reverseShares({ base: rule, further: [] }, sale, amountMinor))
}

/** A purchase that earned by a rule, with an eligible part of any size. */
function anySale(): fc.Arbitrary<{ rule: EarningRule; sale: ReturnablePurchase }> {
  return fc.tuple(anyRule(), anyAmount(), fc.bigInt({ min: 0n, max: 1_000n })).map(([rule, amountMinor, share]) => {
    const eligibleMinor = (amountMinor * share) / 1_000n
    return { rule, sale: aSale({ amountMinor, eligibleMinor, points: earnPoints(rule, eligibleMinor) }) }
  })
}

/** Brings a part of a purchase back. */
function bringBack(rule: EarningRule, sale: ReturnablePurchase, amountMinor: bigint): ReturnablePurchase {
  return {
    ...sale,
    returnedMinor: sale.returnedMinor + amountMinor,
    pointsReversed: sale.pointsReversed + reverseAgainst(rule, sale, amountMinor),
  }
}

describe('reverseShares', () => {
  const rule = aRule({ points: 1n, perMinor: 100n })

  it('takes back what the remaining amount no longer earns', () => {
    expect(reverseAgainst(rule, aSale(), 1n)).to.equal(1n)
    expect(reverseAgainst(rule, aSale(), 100n)).to.equal(1n)
    expect(reverseAgainst(rule, aSale(), 101n)).to.equal(2n)
    expect(reverseAgainst(rule, aSale(), 10_000n)).to.equal(100n)
  })

  it('counts what earlier returns took', () => {
    expect(reverseAgainst(rule, aSale({ returnedMinor: 1n, pointsReversed: 1n }), 99n)).to.equal(0n)
    expect(reverseAgainst(rule, aSale({ returnedMinor: 1n, pointsReversed: 1n }), 9_999n)).to.equal(99n)
  })

  it('takes eligible and other goods back in proportion', () => {
    const half = aSale({ eligibleMinor: 5_000n, points: 50n })
    expect(reverseAgainst(rule, half, 2_000n)).to.equal(10n)
    expect(reverseAgainst(rule, half, 10_000n)).to.equal(50n)
  })

  it('takes the points of a capped purchase back only when its remaining amount earns less than the cap', () => {
    const capped = aRule({ points: 1n, perMinor: 100n, pointsMax: 40n })
    const sale = aSale({ points: 40n })
    expect(reverseAgainst(capped, sale, 6_000n)).to.equal(0n)
    expect(reverseAgainst(capped, sale, 6_001n)).to.equal(1n)
  })

  it('stops at more than remains, at nothing, and at another rule than the one that gave the points', () => {
    const stopped = { name: 'AssertionError' }
    expect(() => reverseAgainst(rule, aSale({ returnedMinor: 1n }), 10_000n))
      .to.throw()
      .and.include(stopped)
    expect(() => reverseAgainst(rule, aSale(), 0n))
      .to.throw()
      .and.include(stopped)
    expect(() => reverseAgainst(aRule({ points: 9n }), aSale(), 1n))
      .to.throw()
      .and.include(stopped)
    expect(() => reverseAgainst(rule, aSale({ eligibleMinor: 10_001n }), 1n))
      .to.throw()
      .and.include(stopped)
  })

  it('ends at zero points after any sequence of partial returns', () => {
    const parts = fc.array(fc.bigInt({ min: 1n, max: 3_000_000n }), { maxLength: 12 })
    fc.assert(
      fc.property(anySale(), parts, ({ rule: drawn, sale }, amounts) => {
        let now = sale
        for (const amount of [...amounts, sale.amountMinor]) {
          const part = amount < remainingMinor(now) ? amount : remainingMinor(now)
          if (part > 0n) now = bringBack(drawn, now, part)
          expect(now.pointsReversed >= 0n && now.pointsReversed <= now.points).to.equal(true)
        }
        expect(remainingMinor(now)).to.equal(0n)
        if (sale.amountMinor > 0n) expect(now.pointsReversed).to.equal(sale.points)
      }),
    )
  })

  it('gives the same for one return and for the same amount in two', () => {
    fc.assert(
      fc.property(anySale(), anyAmount(), anyAmount(), ({ rule: drawn, sale }, first, second) => {
        fc.pre(first > 0n && second > 0n && first + second <= sale.amountMinor)
        const inTwo = bringBack(drawn, bringBack(drawn, sale, first), second)
        expect(inTwo.pointsReversed).to.equal(reverseAgainst(drawn, sale, first + second))
      }),
    )
  })
})

describe('remainingEligible', () => {
  it('is all of it at first, nothing in the end, and rounds down between', () => {
    const sale = aSale({ amountMinor: 300n, eligibleMinor: 100n })
    expect(remainingEligible(sale, 0n)).to.equal(100n)
    expect(remainingEligible(sale, 1n)).to.equal(99n)
    expect(remainingEligible(sale, 299n)).to.equal(0n)
    expect(remainingEligible(sale, 300n)).to.equal(0n)
  })

  it('is nothing for a purchase that cost nothing', () => {
    expect(remainingEligible(aSale({ amountMinor: 0n }), 0n)).to.equal(0n)
  })

  it('stops at a sum of returns that cannot be', () => {
    expect(() => remainingEligible(aSale({ amountMinor: 300n }), 301n))
      .to.throw()
      .with.property('name', 'AssertionError')
    expect(() => remainingEligible(aSale(), -1n))
      .to.throw()
      .with.property('name', 'AssertionError')
  })
})

describe('matchReturn', () => {
  const newest = aSale({ amountMinor: 100n })
  const older = aSale({ amountMinor: 200n, returnedMinor: 150n })

  it('takes from the newest purchase first, up to what remains of each', () => {
    expect(matchReturn([newest, older], 120n)).to.deep.equal({
      allocations: [
        { purchase: newest, amountMinor: 100n },
        { purchase: older, amountMinor: 20n },
      ],
      unmatchedMinor: 0n,
    })
  })

  it('leaves unmatched what no purchase explains', () => {
    expect(matchReturn([newest, older], 151n)).to.deep.include({ unmatchedMinor: 1n })
    expect(matchReturn([], 1n)).to.deep.equal({ allocations: [], unmatchedMinor: 1n })
  })

  it('passes over a purchase of which nothing remains', () => {
    const spent = aSale({ amountMinor: 100n, returnedMinor: 100n })
    expect(matchReturn([spent, newest], 1n).allocations).to.deep.equal([{ purchase: newest, amountMinor: 1n }])
  })

  it('stops at a negative amount', () => {
    expect(() => matchReturn([], -1n))
      .to.throw()
      .with.property('name', 'AssertionError')
  })

  it('explains the whole amount and never more than remains', () => {
    const sales = fc.array(fc.tuple(anyAmount(), anyAmount()))
    fc.assert(
      fc.property(sales, anyAmount(), (drawn, amountMinor) => {
        const purchases = drawn.map(([remaining, returned]) =>
          aSale({ amountMinor: remaining + returned, returnedMinor: returned }),
        )
        const { allocations, unmatchedMinor } = matchReturn(purchases, amountMinor)
        const matched = allocations.reduce((sum, { amountMinor: part }) => sum + part, 0n)
        expect(matched + unmatchedMinor).to.equal(amountMinor)
        for (const { purchase, amountMinor: part } of allocations)
          expect(part <= remainingMinor(purchase)).to.equal(true)
        const left = purchases.reduce((sum, sale) => sum + remainingMinor(sale), 0n)
        expect(unmatchedMinor > 0n).to.equal(amountMinor > left)
      }),
    )
  })
})
