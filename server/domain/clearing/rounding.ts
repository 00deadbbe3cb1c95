import { assert } from '../assert.ts'

/** Hundredths of a per cent in a whole: what rates are in. */
export const BASIS_POINTS = 10_000n

/** Divides and rounds once, half away from zero: the same for what is owed and for what is given back. */
export function divRoundHalfAway(dividend: bigint, divisor: bigint): bigint {
  assert(divisor > 0n)
  const magnitude = dividend < 0n ? -dividend : dividend
  const rounded = (2n * magnitude + divisor) / (2n * divisor)
  return dividend < 0n ? -rounded : rounded
}
