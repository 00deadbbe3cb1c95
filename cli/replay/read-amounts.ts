import { ReplayFileInvalid } from './invoice.ts'

// Prices have up to three decimals in the source, and spreadsheets write some as 5.0000000000000003e-2.
const SCALE_DIGITS = 18

/** A decimal number with 18 digits after the point, exactly. */
export function parseScaled(text: string, line: number): bigint {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,2}))?$/.exec(withDecimalPoint(text))
  if (match === null) throw new ReplayFileInvalid(`Line ${String(line)} has "${text}" where a number must be.`)
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const shift = SCALE_DIGITS - fraction.length + Number(exponent)
  const digits = BigInt(whole + fraction)
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift)
  return sign === '-' ? -scaled : scaled
}

/** Currency signs and marks between thousands go; a decimal comma becomes a point. 1,234 is a thousand, 1,23 is not. */
function withDecimalPoint(text: string): string {
  const number = text.replaceAll(/[£$€\s\u00a0\u202f]/g, '')
  if (/^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(number)) return number.replaceAll(',', '')
  if (/^[+-]?\d{1,3}(?:\.\d{3})+,\d*$/.test(number)) return number.replaceAll('.', '').replace(',', '.')
  return /^[+-]?\d+,\d+$/.test(number) ? number.replace(',', '.') : number
}

/** A scaled amount in minor units; `factors` is how many scaled numbers were multiplied to get it. */
export function minorOfScaled(scaled: bigint, { factors, digits }: { factors: 1 | 2; digits: number }): bigint {
  return roundHalfAway(scaled, 10n ** BigInt(SCALE_DIGITS * factors - digits))
}

/** Rounds to the nearest; a half goes away from zero, so that a return undoes exactly what its sale did. */
export function roundHalfAway(value: bigint, divisor: bigint): bigint {
  const magnitude = value < 0n ? -value : value
  const rounded = (2n * magnitude + divisor) / (2n * divisor)
  return value < 0n ? -rounded : rounded
}
