import { assert } from '../../domain/assert.ts'
import { type EarningTerms, earnPoints } from '../../domain/earning.ts'
import { type Decision, decideRules, type Programme } from '../../domain/programme/decide-rules.ts'
import { factsOf, type Facts, type Occasion } from '../../domain/programme/facts.ts'
import { givePoints, sumOf } from '../../domain/programme/give-points.ts'
import { type Share, sharesOf } from '../../domain/programme/shares.ts'

/** What a purchase earns, and by which rules. */
export interface Earned extends Decision {
  readonly points: bigint
  /** Of the earning rule, and then of each rule that gives. */
  readonly shares: readonly Share[]
  /** What the rules were asked about; null where the brand has none that is live. */
  readonly facts: Facts | null
}

interface Asked {
  readonly rule: EarningTerms & { readonly id: string }
  readonly programme: Programme
  readonly occasion: Occasion
  readonly timeZone: string | null
}

/** Works out what a purchase earns by the earning rule and all live rules of the brand. */
export function earnPurchase({ rule, programme, occasion, timeZone }: Asked): Earned {
  const { eligibleMinor } = occasion
  if (programme.rules.length === 0) {
    const points = earnPoints(rule, eligibleMinor)
    return { points, shares: [{ id: rule.id, points }], facts: null, giving: [], skipped: [] }
  }
  const facts = factsOf(occasion, timeZone)
  const decision = decideRules(programme, facts)
  const given = givePoints(rule, decision.giving, eligibleMinor)
  const points = sumOf(given)
  assert(points >= earnPoints(rule, eligibleMinor), 'rules only add to what the earning rule gives')
  return { ...decision, points, facts, shares: sharesOf([rule.id, ...decision.giving.map(({ id }) => id)], given) }
}
