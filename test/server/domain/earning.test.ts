import { expect } from 'chai'
import fc from 'fast-check'
import { POINTS_PER_PURCHASE_MAX, earnPoints, explainEarning } from '../../../server/domain/earning.ts'
import { aRule, anyAmount, anyRule } from '../../support/earning.ts'

describe('earnPoints', () => {
  const pointPerPound = aRule({ points: 1n, perMinor: 100n })

  it('rounds down', () => {
    expect(earnPoints(pointPerPound, 0n)).to.equal(0n)
    expect(earnPoints(pointPerPound, 99n)).to.equal(0n)
    expect(earnPoints(pointPerPound, 100n)).to.equal(1n)
    expect(earnPoints(pointPerPound, 1_999n)).to.equal(19n)
  })

  it('gives at most what the rule allows for one purchase', () => {
    const rule = aRule({ points: 1n, perMinor: 100n, pointsMax: 20n })
    expect(earnPoints(rule, 2_000n)).to.equal(20n)
    expect(earnPoints(rule, 2_099n)).to.equal(20n)
    expect(earnPoints(rule, 2_100n)).to.equal(20n)
  })

  it('gives at most what any rule may give', () => {
    const rule = aRule({ points: 1n, perMinor: 1n, pointsMax: POINTS_PER_PURCHASE_MAX + 1n })
    expect(earnPoints(rule, POINTS_PER_PURCHASE_MAX)).to.equal(POINTS_PER_PURCHASE_MAX)
    expect(earnPoints(rule, POINTS_PER_PURCHASE_MAX + 1n)).to.equal(POINTS_PER_PURCHASE_MAX)
  })

  it('stops at a negative amount and at a rule that divides by nothing', () => {
    expect(() => earnPoints(pointPerPound, -1n))
      .to.throw()
      .with.property('name', 'AssertionError')
    expect(() => earnPoints(aRule({ perMinor: 0n }), 1n))
      .to.throw()
      .with.property('name', 'AssertionError')
    expect(() => earnPoints(aRule({ points: -1n }), 1n))
      .to.throw()
      .with.property('name', 'AssertionError')
    expect(() => earnPoints(aRule({ pointsMax: -1n }), 1n))
      .to.throw()
      .with.property('name', 'AssertionError')
  })

  it('never gives more for a purchase that is split', () => {
    const uncapped = anyRule({ pointsMax: POINTS_PER_PURCHASE_MAX })
    fc.assert(
      fc.property(uncapped, anyAmount(), anyAmount(), (rule, first, second) => {
        const whole = ((first + second) * rule.points) / rule.perMinor
        fc.pre(whole <= POINTS_PER_PURCHASE_MAX)
        return earnPoints(rule, first) + earnPoints(rule, second) <= earnPoints(rule, first + second)
      }),
    )
  })

  it('never gives less for more', () => {
    fc.assert(
      fc.property(
        anyRule(),
        anyAmount(),
        anyAmount(),
        (rule, amount, more) => earnPoints(rule, amount) <= earnPoints(rule, amount + more),
      ),
    )
  })
})

describe('explainEarning', () => {
  it('says which rule gave what', () => {
    const rule = aRule({ version: 4, points: 3n, perMinor: 200n })
    expect(explainEarning(rule, 1_999n)).to.deep.equal({
      ruleId: rule.id,
      ruleVersion: 4,
      currency: 'GBP',
      eligibleMinor: 1_999n,
      pointsEarned: 29n,
      isCapped: false,
      formula: 'floor(1999 * 3 / 200) = 29',
    })
  })

  it('says when the rule stopped at its limit, and not before', () => {
    const rule = aRule({ points: 1n, perMinor: 1n, pointsMax: 50n })
    expect(explainEarning(rule, 50n)).to.include({ isCapped: false, formula: 'floor(50 * 1 / 1) = 50' })
    expect(explainEarning(rule, 51n)).to.include({ isCapped: true, formula: 'floor(51 * 1 / 1), at most 50 = 50' })
  })
})
