import { assert } from '../assert.ts'
import { askAbout, compileCondition, type Condition, EVALUATOR } from './condition.ts'
import { ConditionFault } from './condition-types.ts'
import type { Facts } from './facts.ts'
import { readProgrammeDocument, type RuleTerms } from './rule-terms.ts'

/** A version of a rule, ready to be asked. */
export interface ReadyRule extends RuleTerms {
  readonly id: string
  readonly ready: Condition
}

/** The rules of a brand that are switched on, in the order in which they give. */
export interface Programme {
  readonly rules: readonly ReadyRule[]
  /** Whether any of them asks if a purchase is the member's first one here: only then must somebody look. */
  readonly asksForFirst: boolean
}

/** A rule that could not tell whether it gives: it gave nothing, and took nothing from the others. */
export interface SkippedRule {
  readonly id: string
  readonly fault: string
}

/** Which rules give points for a purchase, in their order, and which could not tell. */
export interface Decision {
  readonly giving: readonly ReadyRule[]
  readonly skipped: readonly SkippedRule[]
}

export const NO_PROGRAMME: Programme = { rules: [], asksForFirst: false }

/** Makes a stored version ready. What was stored was checked: a condition that no longer is one is skipped, and says why. */
export function readyRule(id: string, document: string): ReadyRule {
  const { evaluator, ...terms } = readProgrammeDocument(document)
  const compiled = evaluator === EVALUATOR ? compileCondition(terms.condition) : otherEvaluator(evaluator)
  if (!(compiled instanceof ConditionFault)) return { ...terms, id, ready: compiled }
  const { message } = compiled
  return { ...terms, id, ready: { uses: new Set(), decide: () => ({ fault: message }) } }
}

function otherEvaluator(evaluator: string): ConditionFault {
  return new ConditionFault(`This server decides with ${EVALUATOR}, and the rule was written for ${evaluator}.`)
}

/** Puts rules in the order in which they give. */
export function programmeOf(rules: readonly ReadyRule[]): Programme {
  const ordered = rules.toSorted((one, other) => one.position - other.position || one.number - other.number)
  return { rules: ordered, asksForFirst: ordered.some(({ ready }) => ready.uses.has('firstPurchase')) }
}

/**
 * Decides, once and for all, which rules give points for a purchase. Later returns do not ask the conditions again: they count what these
 * rules give for what is left.
 */
export function decideRules({ rules }: Programme, facts: Facts): Decision {
  const asked = askAbout(facts)
  const giving: ReadyRule[] = []
  const skipped: SkippedRule[] = []
  const groups = new Set<string>()
  for (const rule of rules) {
    if (!isInReach(rule, facts) || (rule.group !== null && groups.has(rule.group))) continue
    const verdict = rule.ready.decide(asked)
    if (typeof verdict === 'object') skipped.push({ id: rule.id, fault: verdict.fault })
    if (verdict !== true) continue
    giving.push(rule)
    if (rule.group !== null) groups.add(rule.group)
  }
  return { giving, skipped }
}

/** Whether a rule is about such a purchase at all. */
function isInReach({ currency, startsAt, endsAt, minimumMinor }: RuleTerms, facts: Facts): boolean {
  const { occurredAt, eligibleMinor } = facts
  assert(eligibleMinor >= 0n, 'an eligible amount is not negative')
  if (currency !== facts.currency || eligibleMinor === 0n || eligibleMinor < minimumMinor) return false
  return occurredAt >= startsAt && (endsAt === null || occurredAt < endsAt)
}
