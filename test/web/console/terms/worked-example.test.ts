import { expect } from 'chai'

import { amountOfMost, earned, sampleAmount, samplePoints } from '../../../../web/src/console/terms/worked-example.ts'

const aRule = (points: bigint, minor: bigint, pointsMax: bigint | null = 100_000n) => ({ points, minor, pointsMax })

describe('the worked examples of terms', function () {
  it('take a purchase of 12.50, in whatever digits the currency has', function () {
    expect(sampleAmount(aRule(10n, 100n), 'EUR')).to.equal(1_250n)
    expect(sampleAmount(aRule(1n, 1_000n), 'KWD')).to.equal(12_500n)
    expect(sampleAmount(aRule(1n, 100n), 'JPY')).to.equal(1_250n)
    expect(earned(aRule(10n, 100n), 1_250n)).to.equal(125n)
  })

  it('take more where 12.50 would earn nothing, but not where nothing ever does', function () {
    expect(sampleAmount(aRule(1n, 10_000n), 'EUR')).to.equal(10_000n)
    expect(sampleAmount(aRule(0n, 10_000n), 'EUR')).to.equal(1_250n)
  })

  it('take 100 points, or more where those would be worth nothing', function () {
    expect(samplePoints(aRule(100n, 1n, null))).to.equal(100n)
    expect(samplePoints(aRule(101n, 1n, null))).to.equal(101n)
  })

  it('tell from what amount on a purchase earns no more', function () {
    const rule = aRule(3n, 100n, 10n)
    expect(amountOfMost(rule)).to.equal(334n)
    expect([earned(rule, 333n), earned(rule, 334n), earned(rule, 10_000n)]).to.deep.equal([9n, 10n, 10n])
    expect(amountOfMost(aRule(0n, 100n))).to.equal(null)
  })
})
