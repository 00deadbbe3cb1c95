import { CHECKS, type CheckName, type FindingCode, FINDINGS, type Severity } from './finding-codes.ts'

/** Where on the chain something was found. */
export interface Place {
  readonly block: number | null
  readonly transaction: string | null
}

export interface Finding extends Place {
  readonly code: FindingCode
  readonly check: CheckName
  readonly severity: Severity
  readonly sentence: string
}

/** What an audit could not look at, how often, and why. */
export interface NotChecked {
  readonly check: CheckName
  readonly what: string
  readonly why: string
  readonly count: number
}

/** Findings that are kept with their text; all are counted. */
export const FINDINGS_MAX = 1_000

/** Collects what an audit finds, counts and leaves out. */
export interface Collector {
  add(code: FindingCode, place: Place, sentence: string): void
  notChecked(check: CheckName, what: string, why: string): void
  /** Adds to what a check has looked at: `count('batches', 'signatures')`. */
  count(check: CheckName, what: string, by?: number): void
  findings(): readonly Finding[]
  findingsTotal(): number
  left(): readonly NotChecked[]
  counts(): Readonly<Record<CheckName, Readonly<Record<string, number>>>>
}

/** A collector that keeps at most this many findings with their text. */
export function collector(findingsMax = FINDINGS_MAX): Collector {
  const findings: Finding[] = []
  let total = 0
  const left = new Map<string, NotChecked>()
  const counts = Object.fromEntries(Object.keys(CHECKS).map((check) => [check, {}])) as Record<
    CheckName,
    Record<string, number>
  >
  return {
    add(code, place, sentence) {
      total += 1
      const { check, severity } = FINDINGS[code]
      if (findings.length < findingsMax) findings.push({ code, check, severity, ...place, sentence })
    },
    notChecked(check, what, why) {
      const key = `${check} ${what} ${why}`
      left.set(key, { check, what, why, count: (left.get(key)?.count ?? 0) + 1 })
    },
    count(check, what, by = 1) {
      counts[check][what] = (counts[check][what] ?? 0) + by
    },
    findings: () => findings.toSorted(inOrder),
    findingsTotal: () => total,
    left: () => [...left.values()],
    counts: () => counts,
  }
}

/** In the order of the chain; what belongs to no block comes last. */
function inOrder(a: Finding, b: Finding): number {
  return (a.block ?? Number.POSITIVE_INFINITY) - (b.block ?? Number.POSITIVE_INFINITY) || 0
}
