/** Chance that a seed decides: the same seed, the same run. */
export interface Random {
  /** A number from 0 up to 1. */
  fraction(): number
  /** Whole, from `min` to `max`, both included. */
  whole(min: number, max: number): number
  happens(probability: number): boolean
  pick<T>(choices: readonly T[]): T
  bytes(count: number): Uint8Array
}

/** Mulberry32: small, fast, and good enough to draw a schedule. */
export function seededRandom(seed: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) >>> 0
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (min: number, max: number): number => min + Math.floor(fraction() * (max - min + 1))
  return {
    fraction,
    whole,
    happens: (probability) => fraction() < probability,
    pick: (choices) => choices[whole(0, choices.length - 1)]!,
    bytes: (count) => Uint8Array.from({ length: count }, () => whole(0, 255)),
  }
}
