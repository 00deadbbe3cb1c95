import type { EarningRule, RedeemRate } from '../../api-client/operator.ts'
import type { NewTerms, TermsVersion } from './terms.ts'

/** A version of an earning rule, as the server tells it. */
export const ofRule = ({ version, currency, points, perMinor, pointsMax, validFrom }: EarningRule): TermsVersion => ({
  version,
  currency,
  points: BigInt(points),
  minor: BigInt(perMinor),
  pointsMax: BigInt(pointsMax),
  validFrom: new Date(validFrom),
})

/** A version of a redeem rate, as the server tells it. */
export const ofRate = ({ version, currency, points, minor, validFrom }: RedeemRate): TermsVersion => ({
  version,
  currency,
  points: BigInt(points),
  minor: BigInt(minor),
  pointsMax: null,
  validFrom: new Date(validFrom),
})

/** What a rule and a rate have alike, as the server wants it. */
export const bodyOf = ({ currency, points }: NewTerms) => ({ currency, points: String(points) })
