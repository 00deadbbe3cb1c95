import fc from 'fast-check'
import type { EarningRule } from '../../server/domain/earning.ts'

/** A rule of one point a pound; name only what the test is about. */
export function aRule(changed: Partial<EarningRule> = {}): EarningRule {
  return {
    id: '01900000-0000-7000-8000-000000000001',
    partnerId: 1,
    version: 1,
    currency: 'GBP',
    points: 1n,
    perMinor: 100n,
    pointsMax: 1_000_000n,
    validFrom: new Date('2000-01-01T00:00:00Z'),
    ...changed,
  }
}

/** Rules that give up to seven points a penny, and as little as one for ten pounds. */
export function anyRule(fixed: Partial<EarningRule> = {}): fc.Arbitrary<EarningRule> {
  return fc
    .record({
      points: fc.bigInt({ min: 0n, max: 7n }),
      perMinor: fc.bigInt({ min: 1n, max: 1_000n }),
      pointsMax: fc.bigInt({ min: 0n, max: 1_000_000n }),
    })
    .map((drawn) => aRule({ ...drawn, ...fixed }))
}

/** Amounts up to a hundred thousand pounds. */
export function anyAmount(): fc.Arbitrary<bigint> {
  return fc.bigInt({ min: 0n, max: 10_000_000n })
}
