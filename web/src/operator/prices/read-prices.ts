/** Millionths of a minor unit. */
const MICRO_DIGITS = 6
const DECIMAL = /^(\d{1,9})(?:[.,](\d{1,6}))?$/

/** A price in minor units, as 1.05 cents, in millionths of them; null where it is none. */
export function readPrice(typed: string): string | null {
  const [, whole = '', fraction = ''] = DECIMAL.exec(typed.trim()) ?? []
  return whole === '' ? null : String(BigInt(whole + fraction.padEnd(MICRO_DIGITS, '0')))
}
