import { assert } from '../assert.ts'
import { isCurrency, minorDigits } from '../currencies.ts'
import { Rejection } from '../rejection.ts'
import { DAY_MS, dayText, monthSpan } from '../utc-days.ts'
import { shortDecimal } from './prices.ts'
import { divRoundHalfAway } from './rounding.ts'

/** What one unit of `base` was worth in `quote` on a day, as whoever answers for the figure signed it. */
export interface ExchangeRate {
  /** A day in UTC, such as 2026-11-30. */
  readonly date: string
  /** ISO 4217: the clearing currency. */
  readonly base: string
  /** ISO 4217. */
  readonly quote: string
  /** An exact decimal number, such as 162.35. */
  readonly rate: string
  /** Who published it, and what it is called there. */
  readonly source: string
}

export interface SignedRate extends ExchangeRate {
  readonly signer: string
  /** EIP-712: server/chain/rate-typed-data.ts */
  readonly signature: string
}

/** Digits behind the point of a rate. */
export const RATE_DECIMALS_MAX = 12
/** The highest rate that is believed: some currencies need millions for one unit of another. */
export const RATE_MAX = 100_000_000n
/** How old the rate of a month may be on its last day: no bank publishes any on the four days of Easter. */
export const RATE_AGE_DAYS_MAX = 7

const RATE_TEXT = /^(0|[1-9]\d{0,11})(?:\.(\d{1,12}))?$/
const RATE_UNIT = 10n ** BigInt(RATE_DECIMALS_MAX)

/** A rate in units of its last possible digit; null where the text is no rate. */
export function rateUnits(text: string): bigint | null {
  const parts = RATE_TEXT.exec(text)
  return parts === null
    ? null
    : BigInt(parts[1] ?? '') * RATE_UNIT + BigInt((parts[2] ?? '').padEnd(RATE_DECIMALS_MAX, '0'))
}

/** Refuses a rate that cannot be right, or that nobody asks for here: statements are made in the clearing currency only. */
export function checkRate({ date, base, quote, rate }: ExchangeRate, terms: { now: Date; clearing: string }): void {
  if (base !== terms.clearing || quote === base || !isCurrency(quote))
    throw new Rejection('rate_currency_wrong', { base, quote, expectedBase: terms.clearing })
  const today = dayText(terms.now)
  if (date > today) throw new Rejection('rate_date_future', { date, today })
  const units = rateUnits(rate)
  if (units === null || units === 0n || units > RATE_MAX * RATE_UNIT)
    throw new Rejection('rate_out_of_range', { rate, rateMax: String(RATE_MAX) })
}

/** Whether two rates are the same figure, however many zeros they end in. */
export function isSameRate(one: Pick<ExchangeRate, 'rate'>, other: Pick<ExchangeRate, 'rate'>): boolean {
  return rateUnits(one.rate) === rateUnits(other.rate)
}

/** The days of which the newest rate is a month's: its last one, and those before it that are not too old. */
export function rateDaysOf(month: number): { readonly from: string; readonly until: string } {
  const last = monthSpan(month).until.getTime() - DAY_MS
  return { from: dayText(new Date(last - RATE_AGE_DAYS_MAX * DAY_MS)), until: dayText(new Date(last)) }
}

/** An amount in another currency. */
interface Converted {
  readonly minor: bigint
  /** Rounded less exact, in minor units of the other currency: an exact decimal number, never more than a half. */
  readonly rounding: string
}

/** What an amount is at a rate, to the nearest minor unit, halves away from zero: so a debt and its opposite cancel out. */
export function convertMinor(amountMinor: bigint, { base, quote, rate }: ExchangeRate): Converted {
  const units = rateUnits(rate)
  assert(units !== null && units > 0n, 'a rate was checked when it was taken in')
  const places = RATE_DECIMALS_MAX + minorDigits(base)
  const dividend = amountMinor * units * 10n ** BigInt(minorDigits(quote))
  const divisor = 10n ** BigInt(places)
  const minor = divRoundHalfAway(dividend, divisor)
  const rest = minor * divisor - dividend
  return { minor, rounding: `${rest < 0n ? '-' : ''}${shortDecimal(rest < 0n ? -rest : rest, places)}` }
}
