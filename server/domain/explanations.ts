import { assert } from './assert.ts'
import type { EarningTerms } from './earning.ts'

/** Points that a version of a rule gave, or took back. */
export interface RuleShare {
  /** keccak256 of the rule's document. */
  readonly hash: string
  readonly points: bigint
}

/** Points that a return took back of one accrual. */
export interface ReversedShare {
  /** The accrual's entry number, which is lower than that of the reversal. */
  readonly entry: bigint
  readonly points: bigint
}

/** What explains the points of an entry: never who, what or how much was bought. */
export type Explanation =
  | {
      readonly kind: 'accrual'
      readonly rules: readonly RuleShare[]
      /** keccak256 of what the rules were asked about; left out where the earning rule alone gave the points. */
      readonly inputs?: string
    }
  | {
      readonly kind: 'accrual_reversal'
      readonly reverses: readonly ReversedShare[]
      readonly rules: readonly RuleShare[]
    }
  | {
      readonly kind: 'shortfall_recovery'
      /** The entry number of the accrual that the points were taken from. */
      readonly takenFrom: bigint
    }

/** What the document of a rule says. */
export interface DocumentedRule extends EarningTerms {
  readonly partnerId: number
  readonly currency: string
  readonly version: number
}

/**
 * A version of a rule as canonical JSON (RFC 8785): its keccak256 is the name that explanations use. Never changed for rules of this
 * kind, because receipts are kept for years.
 */
export function ruleDocument({ partnerId, currency, version, points, perMinor, pointsMax }: DocumentedRule): string {
  // RFC 8785 sorts the names; JSON.stringify keeps the order in which they are written here.
  return JSON.stringify({
    currency,
    kind: 'linear',
    partnerId,
    perMinor: String(perMinor),
    points: String(points),
    pointsMax: String(pointsMax),
    version,
  })
}

/** What the leaf of an entry commits to, as canonical JSON (RFC 8785). Points are positive, whatever direction they went in. */
export function explanationText(explanation: Explanation): string {
  if (explanation.kind === 'shortfall_recovery') return JSON.stringify({ takenFrom: String(explanation.takenFrom) })
  const rules = sumByRule(explanation.rules)
  if (explanation.kind === 'accrual') {
    const { inputs } = explanation
    return JSON.stringify(inputs === undefined ? { rules } : { inputs, rules })
  }
  const reverses = explanation.reverses
    .toSorted((one, other) => compare(one.entry, other.entry))
    .map(({ entry, points }) => ({ entry: String(entry), points: String(points) }))
  return JSON.stringify({ reverses, rules })
}

/** A rule that took part several times is named once; the hashes rise. */
function sumByRule(shares: readonly RuleShare[]): { hash: string; points: string }[] {
  const sums = new Map<string, bigint>()
  for (const { hash, points } of shares) sums.set(hash, (sums.get(hash) ?? 0n) + points)
  return [...sums]
    .toSorted(([one], [other]) => compare(one, other))
    .map(([hash, points]) => ({ hash, points: String(points) }))
}

/** An explanation whose entries got other numbers: those from `from` on moved up by `by`. */
export function moveEntries(text: string, { from, by }: { from: bigint; by: bigint }): string {
  const moved = (entry: string) => (BigInt(entry) >= from ? String(BigInt(entry) + by) : entry)
  const { reverses, rules, takenFrom } = JSON.parse(text) as {
    reverses?: readonly { entry: string; points: string }[]
    rules?: readonly unknown[]
    takenFrom?: string
  }
  if (takenFrom !== undefined) return JSON.stringify({ takenFrom: moved(takenFrom) })
  assert(rules !== undefined, 'an explanation names rules, or the entry that the points were taken from')
  if (reverses === undefined) return text
  return JSON.stringify({
    reverses: reverses.map(({ entry, points }) => ({ entry: moved(entry), points })),
    rules,
  })
}

function compare<T extends bigint | string>(one: T, other: T): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
