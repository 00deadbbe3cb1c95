import { expect } from 'chai'
import fc from 'fast-check'

import {
  type Cohort,
  estimateLiability,
  type LedgerSums,
  type LiabilityFacts,
  sharePoints,
} from '../../../../server/domain/figures/liability.ts'

const cohort = (epoch: number, issued: bigint, redeemed: bigint, outstanding = issued - redeemed): Cohort => ({
  epoch,
  issued,
  redeemed,
  outstanding,
})

type Nested = readonly (readonly [number, readonly (readonly [number, bigint])[]])[]
const nested = (rows: Nested) => new Map(rows.map(([period, partners]) => [period, new Map(partners)]))

const sumsOf = (cohorts: readonly Cohort[], issued: Nested, redeemed: Nested = []): LedgerSums => ({
  cohorts: new Map(cohorts.map((one) => [one.epoch, one])),
  issued: nested(issued),
  redeemed: nested(redeemed),
})

const CENT = 1_000_000n
const estimate = (sums: LedgerSums, facts: Partial<LiabilityFacts> = {}) =>
  estimateLiability({
    sums,
    partnerId: 1,
    currentEpoch: 8,
    currentMonth: 682,
    redeemMicros: new Map([[1, CENT]]),
    ...facts,
  })

describe('estimateLiability', () => {
  it('is what an accountant works out by hand: two brands, a rate of 85 % and 0.80 cents a point', () => {
    const sums = sumsOf(
      // Of epoch 2, which is over, 850 of 1,000 points were redeemed. Of epoch 8 49,500 of 118,000 are outstanding.
      [cohort(2, 1_000n, 850n), cohort(8, 118_000n, 68_500n)],
      [
        [
          8,
          [
            [1, 98_000n],
            [2, 20_000n],
          ],
        ],
      ],
      [
        [
          681,
          [
            [1, 10_000n],
            [2, 58_500n],
          ],
        ],
      ],
    )
    const redeemMicros = new Map([
      [1, 800_000n],
      [2, 800_000n],
    ])
    const one = estimate(sums, { redeemMicros })
    // 118,000 x 0.85 = 100,300 are redeemed in the end, 31,800 of them are to come, of which 98 / 118 stand for brand 1.
    expect(one).to.deep.equal({
      outstandingOfAll: 49_500n,
      outstanding: 41_110n,
      redemptionRate: { numerator: 850n, denominator: 1_000n },
      closedEpochs: 1,
      expected: 26_410n,
      pointMicros: { numerator: 68_500n * 800_000n, denominator: 68_500n },
      liabilityMinor: 21_128n,
      liabilityMinorMax: 32_888n,
    })
    const other = estimate(sums, { redeemMicros, partnerId: 2 })
    expect(one.outstanding + other.outstanding).to.equal(49_500n)
    expect(one.expected + other.expected).to.equal(31_800n)
  })

  it('expects every point while no epoch is over', () => {
    const { redemptionRate, closedEpochs, expected, outstanding } = estimate(
      sumsOf(
        [cohort(3, 100n, 10n), cohort(8, 50n, 0n)],
        [
          [3, [[1, 100n]]],
          [8, [[1, 50n]]],
        ],
      ),
    )
    expect({ redemptionRate, closedEpochs }).to.deep.equal({
      redemptionRate: { numerator: 1n, denominator: 1n },
      closedEpochs: 0,
    })
    expect([expected, outstanding]).to.deep.equal([140n, 140n])
  })

  it('counts the points of an epoch while they live, and not one epoch later', () => {
    const sums = sumsOf([cohort(3, 100n, 40n)], [[3, [[1, 100n]]]])
    expect(estimate(sums, { currentEpoch: 8 }).outstanding).to.equal(60n)
    const over = estimate(sums, { currentEpoch: 9 })
    expect(over).to.include({ outstanding: 0n, outstandingOfAll: 0n, closedEpochs: 1, liabilityMinor: 0n })
  })

  it('expects nothing more of an epoch of which more was redeemed than usual', () => {
    const { expected, outstanding } = estimate(sumsOf([cohort(2, 100n, 50n), cohort(8, 100n, 60n)], [[8, [[1, 100n]]]]))
    expect([expected, outstanding]).to.deep.equal([0n, 40n])
  })

  it('weighs prices by what was redeemed in the twelve whole months before, and in no other', () => {
    const redeemMicros = new Map([
      [1, CENT],
      [2, 3n * CENT],
    ])
    const valueOf = (redeemed: Nested) => estimate(sumsOf([], [], redeemed), { redeemMicros }).pointMicros
    expect(
      valueOf([
        [670, [[1, 30n]]],
        [681, [[2, 10n]]],
      ]),
    ).to.deep.equal({ numerator: 60n * CENT, denominator: 40n })
    // The month of now, and the one thirteen months ago.
    expect(
      valueOf([
        [669, [[1, 30n]]],
        [682, [[1, 10n]]],
      ]),
    ).to.deep.equal({ numerator: 3n * CENT, denominator: 1n })
    expect(estimate(sumsOf([], []), { redeemMicros: new Map() })).to.include({
      pointMicros: null,
      liabilityMinor: null,
    })
  })

  it('shares out what is there among the brands, to the last point', () => {
    const weights = fc.array(fc.bigInt({ min: -5n, max: 10n ** 12n }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), weights, (points, all) => {
        const byPartner = new Map(all.map((weight, at) => [at + 1, weight]))
        const shares = [...sharePoints(points, byPartner).values()]
        expect(shares.every((share) => share >= 0n)).to.equal(true)
        const given = shares.reduce((sum, share) => sum + share, 0n)
        expect(given).to.equal(all.some((weight) => weight > 0n) ? points : 0n)
      }),
    )
  })
})
