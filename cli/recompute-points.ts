import type { Schemas } from '../client/client.ts'
import { hashText } from '../server/chain/receipts-tree.ts'
import type { EarningTerms } from '../server/domain/earning.ts'
import { decideRules, programmeOf, readyRule } from '../server/domain/programme/decide-rules.ts'
import { givePoints } from '../server/domain/programme/give-points.ts'
import { readProgrammeDocument } from '../server/domain/programme/rule-terms.ts'
import { readInputs } from '../server/domain/programme/shares.ts'

/** What a receipt's leaf commits to, of an accrual. */
export interface CommittedExplanation {
  readonly inputs?: string
  readonly rules?: readonly { readonly hash: string; readonly points: string }[]
}

/** What a rule gave, by its document alone. */
export interface RecomputedShare {
  readonly hash: string
  readonly title: string
  readonly points: bigint
}

export interface Recomputed {
  readonly shares: readonly RecomputedShare[]
  /** What does not agree; nothing where all does. */
  readonly faults: readonly string[]
}

/**
 * Works the points of an entry out again: asks the conditions of its rules about the stored facts, adds up what the rules give, and compares
 * that with what was given and with what the receipt commits to.
 */
export function recomputePoints(calculation: Schemas['Calculation'], committed: CommittedExplanation): Recomputed {
  const { rules, eligibleMinor, inputs } = calculation
  const [base, ...further] = rules
  if (base === undefined) return { shares: [], faults: ['No rule is named.'] }
  const terms = further.map(({ document }) => readProgrammeDocument(document))
  const given = givePoints(readLinear(base.document), terms, BigInt(eligibleMinor))
  const titles = ['the earning rule', ...terms.map(({ title }) => title)]
  const shares = rules.map(({ document }, at) => ({
    hash: hashText(document),
    title: titles[at] ?? '',
    points: given[at] ?? 0n,
  }))
  const faults = [
    ...wrongShares(calculation, shares),
    ...wrongConditions(calculation),
    ...wrongNames(shares, { inputs, committed }),
  ]
  return { shares, faults }
}

/** Compares the names of rules and facts with what the receipt commits to. */
function wrongNames(
  shares: readonly RecomputedShare[],
  { inputs, committed }: { inputs: string | null; committed: CommittedExplanation },
): string[] {
  const { rules = [] } = committed
  const isNamed = (share: RecomputedShare) =>
    rules.some(({ hash, points }) => hash === share.hash && points === String(share.points))
  const faults: string[] = []
  if (rules.length !== shares.length || !shares.every(isNamed))
    faults.push('The receipt names other rules, or other points of them.')
  if (inputs !== null && committed.inputs !== hashText(inputs))
    faults.push('The receipt commits to other facts than are stored.')
  return faults
}

function wrongShares({ rules, points }: Schemas['Calculation'], shares: readonly RecomputedShare[]): string[] {
  const faults = shares.flatMap((share, at) => {
    const given = rules[at]?.points
    return given === String(share.points)
      ? []
      : [`${share.title} gave ${given ?? 'nothing'}, and gives ${share.points}.`]
  })
  const sum = shares.reduce((all, share) => all + share.points, 0n)
  return String(sum) === points ? faults : [...faults, `The entry has ${points} points, and its rules give ${sum}.`]
}

/** Asks each rule again whether it is for such a purchase. Without the facts, of a member who is erased, nobody can. */
function wrongConditions({ rules, inputs, eligibleMinor }: Schemas['Calculation']): string[] {
  if (inputs === null) return []
  const { facts } = readInputs(inputs)
  const ready = rules.slice(1).map(({ document }) => readyRule(hashText(document), document))
  const { giving } = decideRules(programmeOf(ready), facts)
  const order = giving.map(({ id }) => id)
  const faults = ready
    .filter(({ id }) => !order.includes(id))
    .map(({ title }) => `${title} is not for such a purchase.`)
  const isInOrder = order.join() === ready.flatMap(({ id }) => (order.includes(id) ? [id] : [])).join()
  if (!isInOrder) faults.push('The rules are in another order than they give.')
  return String(facts.eligibleMinor) === eligibleMinor ? faults : [...faults, 'The facts are of another amount.']
}

function readLinear(document: string): EarningTerms {
  const { points, perMinor, pointsMax } = JSON.parse(document) as Record<'points' | 'perMinor' | 'pointsMax', string>
  return { points: BigInt(points), perMinor: BigInt(perMinor), pointsMax: BigInt(pointsMax) }
}
