import { assert } from './assert.ts'
import type { Version } from './versions.ts'

/** One version of a partner's rule: so many points for every so many minor units, rounded down. */
export interface EarningRule extends Version {
  readonly id: string
  readonly points: bigint
  readonly perMinor: bigint
  /** The most that one purchase earns. */
  readonly pointsMax: bigint
}

/** What of a rule decides how many points there are. */
export type EarningTerms = Pick<EarningRule, 'points' | 'perMinor' | 'pointsMax'>

/** Why a purchase earned what it earned. */
export interface EarningExplanation {
  readonly ruleId: string
  readonly ruleVersion: number
  readonly currency: string
  readonly eligibleMinor: bigint
  readonly pointsEarned: bigint
  /** Whether the rule would have given more than it allows for one purchase. */
  readonly isCapped: boolean
  readonly formula: string
}

/** No purchase is older. The first rule of a partner counts from here on, unless it says otherwise. */
export const OCCURRED_AT_MIN = new Date('1900-01-01T00:00:00Z')

/**
 * The most that any rule gives for one purchase. All entries of the largest batch together then stay below the 2^36
 * points that a lot on chain can hold, so no batch can be too much for its contract because of one member.
 */
export const POINTS_PER_PURCHASE_MAX = 10_000_000n

/** Points that an eligible amount earns. Rounds down, so the coalition never owes a fraction it cannot redeem. */
export function earnPoints(rule: EarningTerms, eligibleMinor: bigint): bigint {
  const points = earnUncapped(rule, eligibleMinor)
  const pointsMax = capOf(rule)
  return points < pointsMax ? points : pointsMax
}

/** Tells which rule gave what, for people. */
export function explainEarning(rule: EarningRule, eligibleMinor: bigint): EarningExplanation {
  const pointsEarned = earnPoints(rule, eligibleMinor)
  const isCapped = earnUncapped(rule, eligibleMinor) > pointsEarned
  const limit = isCapped ? `, at most ${capOf(rule)}` : ''
  return {
    ruleId: rule.id,
    ruleVersion: rule.version,
    currency: rule.currency,
    eligibleMinor,
    pointsEarned,
    isCapped,
    formula: `floor(${eligibleMinor} * ${rule.points} / ${rule.perMinor})${limit} = ${pointsEarned}`,
  }
}

function earnUncapped(rule: EarningTerms, eligibleMinor: bigint): bigint {
  assert(eligibleMinor >= 0n, 'an eligible amount is not negative')
  assert(rule.perMinor > 0n && rule.points >= 0n && rule.pointsMax >= 0n, 'a rule gives points for an amount')
  return (eligibleMinor * rule.points) / rule.perMinor
}

function capOf(rule: EarningTerms): bigint {
  return rule.pointsMax < POINTS_PER_PURCHASE_MAX ? rule.pointsMax : POINTS_PER_PURCHASE_MAX
}
