import { minorDigits } from '../../../../server/domain/currencies.ts'
import { earnPoints } from '../../../../server/domain/earning.ts'
import { basketValue } from '../../../../server/domain/redemption-points.ts'
import type { Terms } from './terms.ts'

/** 12.50 where a currency has cents. */
const SAMPLE_HUNDREDTHS = 1_250n
const SAMPLE_POINTS = 100n

/** What a purchase of an amount earns. */
export function earned({ points, minor, pointsMax }: Terms, spentMinor: bigint): bigint {
  return earnPoints({ points, perMinor: minor, pointsMax: pointsMax ?? 0n }, spentMinor)
}

/** An amount that shows what a rule does: 12.50, or more where that would earn nothing. */
export function sampleAmount(terms: Terms, currency: string): bigint {
  const usual = (SAMPLE_HUNDREDTHS * 10n ** BigInt(minorDigits(currency))) / (minorDigits(currency) === 0 ? 1n : 100n)
  return terms.points > 0n && earned(terms, usual) === 0n ? terms.minor : usual
}

/** So many points as show what a rate does: 100, or more where those would be worth nothing. */
export function samplePoints(terms: Terms): bigint {
  return basketValue(terms, SAMPLE_POINTS) === 0n ? terms.points : SAMPLE_POINTS
}

/** The least amount that earns the most that one purchase may; null where a purchase earns nothing. */
export function amountOfMost({ points, minor, pointsMax }: Terms): bigint | null {
  if (pointsMax === null || points === 0n) return null
  return (pointsMax * minor + points - 1n) / points
}
