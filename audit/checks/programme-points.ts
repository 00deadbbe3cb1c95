import type { LinearRule, ProgrammeRule, Rule } from '../archive/receipts-file.ts'

/** A rule that an explanation names, and the points that it says the rule gave. */
export interface NamedRule {
  readonly rule: Rule
  readonly points: bigint
}

/** What an explanation tells besides its rules: most do not disclose the amount. */
interface Told {
  readonly amountMinor: bigint | null
  readonly currency: string | null
  readonly hasInputs: boolean
}

/** No purchase earns more, whatever its rules. */
const ENTRY_POINTS_MAX = 10_000_000n

/** A fraction of points. */
type Fraction = readonly [over: bigint, under: bigint]

/**
 * What is wrong with the points that an explanation's rules are said to have given. Where the amount is disclosed, all of them are worked
 * out again. Otherwise what can be told without it: what a bonus gives, the most that a rule gives, and that of a group only one did.
 */
export function faultsOf(named: readonly NamedRule[], { amountMinor, currency, hasInputs }: Told): string[] {
  const ordered = inOrder(named)
  const faults = ordered.flatMap((one) => (isProgramme(one) ? boundFaults(one, sumOf(named)) : []))
  const groups = ordered.flatMap(({ rule }) => (rule.kind === 'programme' && rule.group !== null ? [rule.group] : []))
  if (new Set(groups).size < groups.length) faults.push('two rules of one group gave points.')
  if (ordered.filter(({ rule }) => rule.kind === 'linear').length > 1) faults.push('two earning rules gave points.')
  if (ordered.some(isProgramme) && !hasInputs) faults.push('it does not commit to what its rules were asked about.')
  if (amountMinor === null) return faults
  const shares = sharesBy(
    ordered.map(({ rule }) => rule),
    amountMinor,
  )
  for (const [at, { rule, points }] of ordered.entries()) {
    const expected = shares[at] ?? 0n
    if (expected !== points || currency !== rule.currency)
      faults.push(
        `${describe(rule)} gave ${points} points for ${amountMinor} minor units of ${currency ?? 'no currency'}; it gives ${expected} for so many of ${rule.currency}.`,
      )
  }
  return faults
}

const isProgramme = (one: NamedRule): one is NamedRule & { rule: ProgrammeRule } => one.rule.kind === 'programme'

function describe(rule: Rule): string {
  return rule.kind === 'linear' ? `version ${rule.version} of the earning rule` : `rule ${rule.number}`
}

function sumOf(named: readonly NamedRule[]): bigint {
  return named.reduce((sum, { points }) => sum + points, 0n)
}

/** The earning rule first, then the others by position, and by number where these are equal. */
function inOrder(named: readonly NamedRule[]): NamedRule[] {
  const placeOf = ({ rule }: NamedRule) => (rule.kind === 'linear' ? [-1, 0] : [rule.position, rule.number])
  return named.toSorted((one, other) => {
    const [position = 0, number = 0] = placeOf(one)
    const [otherPosition = 0, otherNumber = 0] = placeOf(other)
    return position - otherPosition || number - otherNumber
  })
}

function boundFaults({ rule, points }: { rule: ProgrammeRule; points: bigint }, sum: bigint): string[] {
  const { effect, pointsMax } = rule
  const most = BigInt(pointsMax)
  if (points > most) return [`rule ${rule.number} gave ${points} points, and its most is ${pointsMax}.`]
  if (effect.kind !== 'bonus' || sum >= ENTRY_POINTS_MAX) return []
  const bonus = BigInt(effect.points) < most ? BigInt(effect.points) : most
  return points === bonus ? [] : [`rule ${rule.number} gave ${points} points, and its bonus is ${bonus}.`]
}

/** By how much the sum, rounded down, rises with each rule. */
function sharesBy(rules: readonly Rule[], amountMinor: bigint): bigint[] {
  let total: Fraction = [0n, 1n]
  let before = 0n
  return rules.map((rule) => {
    const gift = rule.kind === 'linear' ? byLinear(rule, amountMinor) : byProgramme(rule, total, amountMinor)
    total = [total[0] * gift[1] + gift[0] * total[1], total[1] * gift[1]]
    const whole = total[0] / total[1]
    const points = whole > ENTRY_POINTS_MAX ? ENTRY_POINTS_MAX : whole
    const share = points - before
    before = points
    return share
  })
}

function byLinear({ points, perMinor, pointsMax }: LinearRule, amountMinor: bigint): Fraction {
  const per = BigInt(perMinor)
  if (per === 0n) return [0n, 1n]
  const gift: Fraction = [amountMinor * BigInt(points), per]
  return pointsMax === null ? gift : smaller(gift, BigInt(pointsMax))
}

function byProgramme(
  { effect, minimumMinor, pointsMax }: ProgrammeRule,
  before: Fraction,
  amountMinor: bigint,
): Fraction {
  if (amountMinor === 0n || amountMinor < BigInt(minimumMinor)) return [0n, 1n]
  const most = BigInt(pointsMax)
  if (effect.kind === 'bonus') return smaller([BigInt(effect.points), 1n], most)
  if (effect.kind === 'multiplier')
    return smaller([before[0] * (BigInt(effect.percent) - 100n), before[1] * 100n], most)
  const per = BigInt(effect.perMinor)
  return per === 0n ? [0n, 1n] : smaller([amountMinor * BigInt(effect.points), per], most)
}

function smaller(fraction: Fraction, most: bigint): Fraction {
  return fraction[0] > most * fraction[1] ? [most, 1n] : fraction
}
