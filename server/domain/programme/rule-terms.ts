import { POINTS_PER_PURCHASE_MAX } from '../earning.ts'
import { Rejection } from '../rejection.ts'
import { compileCondition, EVALUATOR } from './condition.ts'
import { ConditionFault } from './condition-types.ts'

/** What a rule gives, beside the base rule of the brand. */
export type Effect =
  /** So many points for every so many minor units. */
  | { readonly kind: 'rate'; readonly points: bigint; readonly perMinor: bigint }
  /** So many percent of what the rules before it gave: 200 doubles that. */
  | { readonly kind: 'multiplier'; readonly percent: bigint }
  /** So many points, once a purchase. */
  | { readonly kind: 'bonus'; readonly points: bigint }

/** What of a rule decides how many points it gives, once it is decided that it gives any. */
export interface Giving {
  readonly effect: Effect
  /** It gives nothing where less than so much earns points, also after a return. */
  readonly minimumMinor: bigint
  /** The most that it gives for one purchase. */
  readonly pointsMax: bigint
}

/** One version of a rule of a brand. */
export interface RuleTerms extends Giving {
  readonly partnerId: number
  /** Its number at the brand, which all its versions have. */
  readonly number: number
  readonly version: number
  readonly currency: string
  readonly title: string
  /** In CEL; empty where it holds for every purchase. */
  readonly condition: string
  /** Rules give in the order of their positions, and of their numbers where these are equal. */
  readonly position: number
  /** Of the rules of one group only the first gives; null where it is in none. */
  readonly group: string | null
  /** It is for purchases made from here on, until it ends. */
  readonly startsAt: Date
  readonly endsAt: Date | null
}

export const RULE_TITLE_LENGTH_MAX = 80
export const RULE_GROUP_LENGTH_MAX = 40
export const RULE_POSITION_MAX = 1_000
/** Ten times the points is as much as a rule may multiply by. */
export const RULE_PERCENT_MAX = 1_000n
export const RULE_RATE_POINTS_MAX = 1_000_000n
export const RULE_PER_MINOR_MAX = 1_000_000_000n
/** The largest purchase there is. */
export const RULE_MINIMUM_MINOR_MAX = 1_000_000_000_000n

/** Refuses terms that are outside the bounds of any rule, or whose condition cannot be asked; names the field and what is wrong. */
export function checkRuleTerms(terms: RuleTerms): void {
  const { effect, minimumMinor, pointsMax, position, startsAt, endsAt } = terms
  checkLength('title', terms.title, 1, RULE_TITLE_LENGTH_MAX)
  if (terms.group !== null) checkLength('group', terms.group, 1, RULE_GROUP_LENGTH_MAX)
  if (effect.kind === 'rate') {
    checkRange('effect.points', effect.points, 1n, RULE_RATE_POINTS_MAX)
    checkRange('effect.perMinor', effect.perMinor, 1n, RULE_PER_MINOR_MAX)
  }
  if (effect.kind === 'multiplier') checkRange('effect.percent', effect.percent, 101n, RULE_PERCENT_MAX)
  if (effect.kind === 'bonus') checkRange('effect.points', effect.points, 1n, POINTS_PER_PURCHASE_MAX)
  checkRange('minimumMinor', minimumMinor, 0n, RULE_MINIMUM_MINOR_MAX)
  checkRange('pointsMax', pointsMax, 1n, POINTS_PER_PURCHASE_MAX)
  checkRange('position', BigInt(position), 0n, BigInt(RULE_POSITION_MAX))
  if (endsAt !== null && endsAt <= startsAt) refuse('endsAt', 'A rule ends after it starts.')
  const condition = compileCondition(terms.condition)
  if (condition instanceof ConditionFault) refuse('condition', condition.message)
}

function refuse(field: string, fault: string): never {
  throw new Rejection('rule_invalid', { field, fault })
}

function checkLength(field: string, text: string, min: number, max: number): void {
  if (text.length < min || text.length > max)
    refuse(field, `It has ${String(text.length)} characters; it may have ${String(min)} to ${String(max)}.`)
}

function checkRange(field: string, value: bigint, min: bigint, max: bigint): void {
  if (value < min || value > max) refuse(field, `It is ${String(value)}; it may be ${String(min)} to ${String(max)}.`)
}

/**
 * A version of a rule as canonical JSON (RFC 8785): its keccak256 is the name that explanations use. It has the source of the condition and
 * what evaluates it. It is stored as it was hashed, and never written again.
 */
export function programmeDocument(terms: RuleTerms): string {
  // RFC 8785 sorts the names; JSON.stringify keeps the order in which they are written here.
  return JSON.stringify({
    condition: terms.condition,
    currency: terms.currency,
    effect: presentEffect(terms.effect),
    endsAt: terms.endsAt?.toISOString() ?? null,
    evaluator: EVALUATOR,
    group: terms.group,
    kind: 'programme',
    minimumMinor: String(terms.minimumMinor),
    number: terms.number,
    partnerId: terms.partnerId,
    pointsMax: String(terms.pointsMax),
    position: terms.position,
    startsAt: terms.startsAt.toISOString(),
    title: terms.title,
    version: terms.version,
  })
}

/** An effect with its numbers as texts, its names in order. */
export function presentEffect(effect: Effect) {
  switch (effect.kind) {
    case 'rate':
      return { kind: effect.kind, perMinor: String(effect.perMinor), points: String(effect.points) }
    case 'multiplier':
      return { kind: effect.kind, percent: String(effect.percent) }
    case 'bonus':
      return { kind: effect.kind, points: String(effect.points) }
  }
}

/** An effect whose numbers are texts. */
export function readEffect(effect: ReturnType<typeof presentEffect>): Effect {
  switch (effect.kind) {
    case 'rate':
      return { kind: effect.kind, points: BigInt(effect.points), perMinor: BigInt(effect.perMinor) }
    case 'multiplier':
      return { kind: effect.kind, percent: BigInt(effect.percent) }
    case 'bonus':
      return { kind: effect.kind, points: BigInt(effect.points) }
  }
}

type Kept<Name extends keyof RuleTerms> = Pick<RuleTerms, Name>
type Document = Kept<'partnerId' | 'number' | 'version' | 'currency' | 'title' | 'condition' | 'position' | 'group'> & {
  readonly effect: ReturnType<typeof presentEffect>
  readonly evaluator: string
  readonly minimumMinor: string
  readonly pointsMax: string
  readonly startsAt: string
  readonly endsAt: string | null
}

/** The terms that a document says. */
export function readProgrammeDocument(text: string): RuleTerms & { readonly evaluator: string } {
  const { effect, minimumMinor, pointsMax, startsAt, endsAt, ...kept } = JSON.parse(text) as Document
  return {
    ...kept,
    effect: readEffect(effect),
    minimumMinor: BigInt(minimumMinor),
    pointsMax: BigInt(pointsMax),
    startsAt: new Date(startsAt),
    endsAt: endsAt === null ? null : new Date(endsAt),
  }
}
