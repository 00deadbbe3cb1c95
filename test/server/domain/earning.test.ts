import { expect } from 'chai'
import fc from 'fast-check'
import { POINTS_PER_PURCHASE_MAX, chooseRule, earnPoints, explainEarning } from '../../../server/domain/earning.ts'
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

describe('chooseRule', () => {
  const march = new Date('2026-03-01T00:00:00Z')
  const april = new Date('2026-04-01T00:00:00Z')
  const first = aRule({ version: 1, validFrom: march })
  const second = aRule({ version: 2, validFrom: april })

  it('takes the version that was valid when the purchase occurred', () => {
    expect(chooseRule([first, second], new Date('2026-03-31T23:59:59.999Z'))).to.equal(first)
    expect(chooseRule([second, first], april)).to.equal(second)
    expect(chooseRule([first, second], new Date('2027-01-01T00:00:00Z'))).to.equal(second)
  })

  it('takes the later of two versions that begin together', () => {
    const correction = aRule({ version: 3, validFrom: april })
    expect(chooseRule([second, correction], april)).to.equal(correction)
    expect(chooseRule([correction, second], april)).to.equal(correction)
  })

  it('finds none before the first version', () => {
    expect(chooseRule([first, second], new Date(march.getTime() - 1))).to.equal(null)
    expect(chooseRule([], march)).to.equal(null)
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
