import type { EarningTerms } from '../../server/domain/earning.ts'
import type { Facts } from '../../server/domain/programme/facts.ts'
import type { RuleTerms } from '../../server/domain/programme/rule-terms.ts'

/** A condition as a tree, which says itself in CEL and is decided without it. */
export type Tree =
  | { readonly kind: 'fact'; readonly name: 'firstPurchase' }
  | {
      readonly kind: 'compare'
      readonly name: NumberFact
      readonly by: '<' | '<=' | '>' | '>=' | '==' | '!='
      readonly to: bigint
    }
  | { readonly kind: 'within'; readonly name: NumberFact; readonly list: readonly bigint[] }
  | { readonly kind: 'begins'; readonly text: string }
  | { readonly kind: 'quotient'; readonly over: bigint; readonly under: bigint; readonly to: bigint }
  | { readonly kind: 'and' | 'or'; readonly one: Tree; readonly other: Tree }
  | { readonly kind: 'not'; readonly one: Tree }

export type NumberFact = 'amountMinor' | 'eligibleMinor' | 'weekday' | 'hour' | 'day' | 'month'

/** A tree in CEL. */
export function celOf(tree: Tree): string {
  switch (tree.kind) {
    case 'fact':
      return tree.name
    case 'compare':
      return `${tree.name} ${tree.by} ${tree.to}`
    case 'within':
      return `${tree.name} in [${tree.list.join(', ')}]`
    case 'begins':
      return `locationId.startsWith(${JSON.stringify(tree.text)})`
    case 'quotient':
      return `${tree.over} / (amountMinor - ${tree.under}) == ${tree.to}`
    case 'and':
      return `(${celOf(tree.one)}) && (${celOf(tree.other)})`
    case 'or':
      return `(${celOf(tree.one)}) || (${celOf(tree.other)})`
    case 'not':
      return `!(${celOf(tree.one)})`
  }
}

/** What a tree says; null where it cannot tell. As in CEL, one side that decides makes up for the other that cannot. */
export function decideTree(tree: Tree, facts: Facts): boolean | null {
  switch (tree.kind) {
    case 'fact':
      return facts.firstPurchase
    case 'compare':
      return compare(BigInt(facts[tree.name]), tree.by, tree.to)
    case 'within':
      return tree.list.includes(BigInt(facts[tree.name]))
    case 'begins':
      return facts.locationId.startsWith(tree.text)
    case 'quotient': {
      const under = facts.amountMinor - tree.under
      return under === 0n ? null : tree.over / under === tree.to
    }
    case 'and':
    case 'or':
      return join(tree.kind === 'or', decideTree(tree.one, facts), decideTree(tree.other, facts))
    case 'not': {
      const said = decideTree(tree.one, facts)
      return said === null ? null : !said
    }
  }
}

function join(decisive: boolean, one: boolean | null, other: boolean | null): boolean | null {
  if (one === decisive || other === decisive) return decisive
  return one === null || other === null ? null : !decisive
}

function compare(value: bigint, by: string, to: bigint): boolean {
  if (by === '<') return value < to
  if (by === '<=') return value <= to
  if (by === '>') return value > to
  if (by === '>=') return value >= to
  return by === '==' ? value === to : value !== to
}

/** A rule, and its condition as a tree. */
export interface PlainRule {
  readonly terms: RuleTerms
  readonly tree: Tree
}

/** What the reference finds: numbers of the rules that give, of those that could not tell, and all points. */
export interface PlainResult {
  readonly giving: readonly number[]
  readonly skipped: readonly number[]
  readonly points: bigint
}

/**
 * What a purchase earns, worked out plainly: every amount is counted in one unit so small that nothing has to be rounded before the end.
 * Shares no code with the server.
 */
export function earnPlainly(base: EarningTerms, rules: readonly PlainRule[], facts: Facts): PlainResult {
  const giving: PlainRule[] = []
  const skipped: number[] = []
  const sorted = rules.toSorted((a, b) => a.terms.position - b.terms.position || a.terms.number - b.terms.number)
  for (const rule of sorted) {
    const { terms } = rule
    const time = facts.occurredAt.getTime()
    if (terms.currency !== facts.currency) continue
    if (time < terms.startsAt.getTime()) continue
    if (terms.endsAt !== null && time >= terms.endsAt.getTime()) continue
    if (facts.eligibleMinor <= 0n || facts.eligibleMinor < terms.minimumMinor) continue
    if (terms.group !== null && giving.some((other) => other.terms.group === terms.group)) continue
    const said = decideTree(rule.tree, facts)
    if (said === null) skipped.push(terms.number)
    if (said === true) giving.push(rule)
  }
  const numbers = giving.map(({ terms }) => terms.number)
  return {
    giving: numbers,
    skipped,
    points: pointsPlainly(
      base,
      giving.map(({ terms }) => terms),
      facts.eligibleMinor,
    ),
  }
}

/** What rules that give come to for an eligible amount. */
export function pointsPlainly(base: EarningTerms, rules: readonly RuleTerms[], eligibleMinor: bigint): bigint {
  let unit = base.perMinor
  for (const { effect } of rules)
    unit *= effect.kind === 'rate' ? effect.perMinor : effect.kind === 'multiplier' ? 100n : 1n
  const cap = (amount: bigint, max: bigint) => (amount > max * unit ? max * unit : amount)
  let total = cap((eligibleMinor * base.points * unit) / base.perMinor, base.pointsMax)
  for (const { effect, minimumMinor, pointsMax } of rules) {
    if (eligibleMinor === 0n || eligibleMinor < minimumMinor) continue
    if (effect.kind === 'rate') total += cap((eligibleMinor * effect.points * unit) / effect.perMinor, pointsMax)
    else if (effect.kind === 'bonus') total += cap(effect.points * unit, pointsMax)
    else total += cap((total * (effect.percent - 100n)) / 100n, pointsMax)
  }
  const points = total / unit
  return points > 10_000_000n ? 10_000_000n : points
}
