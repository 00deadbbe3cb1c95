import { CURRENCIES_BY_DIGITS } from './currency-table.ts'

const DIGITS: ReadonlyMap<string, number> = new Map(
  CURRENCIES_BY_DIGITS.flatMap(([digits, codes]) => codes.split(' ').map((code): [string, number] => [code, digits])),
)

/** Codes leave the list now and then; amounts that were recorded in one are still shown, as those of most currencies. */
const DIGITS_OF_UNLISTED = 2

/** Whether a code is a currency of ISO 4217 that amounts are counted in: gold and codes for tests are not. */
export function isCurrency(code: string): boolean {
  return DIGITS.has(code)
}

/** All currencies of ISO 4217 that amounts are counted in, by code. */
export function listCurrencies(): string[] {
  return [...DIGITS.keys()].toSorted()
}

/** Digits after the point in amounts of a currency: two for pounds and forints, none for yen, three for dinars. */
export function minorDigits(currency: string): number {
  return DIGITS.get(currency) ?? DIGITS_OF_UNLISTED
}

/** An amount in minor units as an exact decimal number: 1999 GBP is 19.99, 1999 JPY is 1999. */
export function decimalOfMinor(minor: bigint | string, currency: string): string {
  const places = minorDigits(currency)
  const value = BigInt(minor)
  const digits = String(value < 0n ? -value : value).padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const sign = value < 0n ? '-' : ''
  return places === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-places)}`
}
