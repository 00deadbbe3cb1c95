import { minorDigits } from './currencies.ts'
import { chooseVersion, versionsIn, type Version } from './versions.ts'
import { Rejection } from './rejection.ts'

/** What points are worth: so many points take so many minor units off a basket. An exact fraction, whatever the currency. */
export interface RedeemRate {
  readonly points: bigint
  readonly minor: bigint
}

/** The rate that counts for a hold, and the currency of the basket. */
export interface RedeemTerms extends RedeemRate {
  /** Null where the partner was added before there were rates. */
  readonly id: string | null
  readonly currency: string
}

/** Before there were rates, a point was one minor unit everywhere. */
export const RATE_BEFORE_RATES: RedeemRate = { points: 1n, minor: 1n }

const DIGITS_OF_A_HUNDREDTH = 2

/**
 * The rate of a new partner that says nothing else: a point is a hundredth of the currency's unit (a penny, 10 fils), or one
 * whole minor unit where those are no smaller (a yen). It is stored and told as if it had been asked for.
 */
export function defaultRedeemRate(currency: string): RedeemRate {
  const finer = Math.max(0, minorDigits(currency) - DIGITS_OF_A_HUNDREDTH)
  return { points: 1n, minor: 10n ** BigInt(finer) }
}

/** What points are worth at a partner at a moment, in the currency of the basket: its main one when none is named. */
export function redeemTermsOf(
  rates: readonly (RedeemRate & Version & { readonly id: string })[],
  partner: { readonly id: number; readonly currency: string },
  { currency, now }: { currency: string | null; now: Date },
): RedeemTerms {
  const asked = currency ?? partner.currency
  if (asked === partner.currency && !rates.some((rate) => rate.partnerId === partner.id && rate.currency === asked))
    return { id: null, currency: asked, ...RATE_BEFORE_RATES }
  const rate = chooseVersion(versionsIn(rates, { partnerId: partner.id, currency: asked }), now)
  if (rate === null) throw new Rejection('no_redeem_rate', { currency: asked, now: now.toISOString() })
  return rate
}
