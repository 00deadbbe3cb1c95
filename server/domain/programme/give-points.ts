import { assert } from '../assert.ts'
import { type EarningTerms, POINTS_PER_PURCHASE_MAX } from '../earning.ts'
import type { Giving } from './rule-terms.ts'

/** A fraction of points; nothing is rounded before all rules have given. */
interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

const NOTHING: Fraction = { over: 0n, under: 1n }

/**
 * What the base rule gives for an eligible amount, and then each rule in its order: their sum is rounded down once. A share is by how much
 * the rounded sum rises with its rule, so the shares add up to the points exactly. More for a larger amount never becomes less, whichever
 * rules there are, and nothing is given for nothing: what returns take back depends on that (docs/decisions/0055-programme-rules.md).
 */
export function givePoints(base: EarningTerms, rules: readonly Giving[], eligibleMinor: bigint): bigint[] {
  assert(eligibleMinor >= 0n, 'an eligible amount is not negative')
  const first = atMost({ over: eligibleMinor * base.points, under: base.perMinor }, base.pointsMax)
  let sum = first
  const shares = [floorOf(sum)]
  let given = shares[0] ?? 0n
  for (const rule of rules) {
    sum = plus(sum, giftOf(rule, sum, eligibleMinor))
    const points = floorOf(sum)
    shares.push(points - given)
    given = points
  }
  return shares
}

/** The points of all shares. */
export function sumOf(shares: readonly bigint[]): bigint {
  return shares.reduce((sum, share) => sum + share, 0n)
}

/**
 * What a return takes of each share. One of them may have become larger by what was rounded before it; it then takes nothing, and the
 * point is set against the next ones, so that none is negative and all together are what the purchase has less.
 */
export function takenShares(before: readonly bigint[], after: readonly bigint[]): bigint[] {
  assert(before.length === after.length, 'the rules that gave are the rules that take')
  const taken = before.map((share, at) => share - (after[at] ?? 0n))
  settle(taken)
  taken.reverse()
  settle(taken)
  return taken.reverse()
}

/** Sets what is negative against what follows. */
function settle(taken: bigint[]): void {
  let owed = 0n
  for (const [at, share] of taken.entries()) {
    const left = share + owed
    owed = left < 0n ? left : 0n
    taken[at] = left < 0n ? 0n : left
  }
  if (owed < 0n && taken.length > 0) taken[taken.length - 1] = (taken.at(-1) ?? 0n) + owed
}

function giftOf({ effect, minimumMinor, pointsMax }: Giving, before: Fraction, eligibleMinor: bigint): Fraction {
  if (eligibleMinor === 0n || eligibleMinor < minimumMinor) return NOTHING
  switch (effect.kind) {
    case 'rate':
      return atMost({ over: eligibleMinor * effect.points, under: effect.perMinor }, pointsMax)
    case 'multiplier':
      return atMost({ over: before.over * (effect.percent - 100n), under: before.under * 100n }, pointsMax)
    case 'bonus':
      return atMost({ over: effect.points, under: 1n }, pointsMax)
  }
}

function plus(one: Fraction, other: Fraction): Fraction {
  // Most rules count in the same units: the numbers then stay as small as they are.
  if (one.under % other.under === 0n)
    return { over: one.over + other.over * (one.under / other.under), under: one.under }
  return { over: one.over * other.under + other.over * one.under, under: one.under * other.under }
}

function atMost(fraction: Fraction, max: bigint): Fraction {
  return fraction.over > max * fraction.under ? { over: max, under: 1n } : fraction
}

function floorOf({ over, under }: Fraction): bigint {
  const points = over / under
  return points < POINTS_PER_PURCHASE_MAX ? points : POINTS_PER_PURCHASE_MAX
}
