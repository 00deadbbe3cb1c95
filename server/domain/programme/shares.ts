import { assert } from '../assert.ts'
import type { SkippedRule } from './decide-rules.ts'
import { type Facts, presentFacts, readFacts } from './facts.ts'

/** How many points a version of a rule gave for a purchase, or a return took back of them. */
export interface Share {
  /** The version: of the earning rule for the first share, of further rules for the others. */
  readonly id: string
  readonly points: bigint
}

/** Shares as canonical JSON, in their order. */
export function sharesText(shares: readonly Share[]): string {
  return JSON.stringify(shares.map(({ id, points }) => ({ id, points: String(points) })))
}

/** Shares that were kept. */
export function readShares(text: string): Share[] {
  const kept = JSON.parse(text) as readonly { id: string; points: string }[]
  return kept.map(({ id, points }) => ({ id, points: BigInt(points) }))
}

/** Joins versions with the points of each. */
export function sharesOf(ids: readonly string[], points: readonly bigint[]): Share[] {
  assert(ids.length === points.length, 'each rule that gives has a share')
  return ids.map((id, at) => ({ id, points: points[at] ?? 0n }))
}

/** What rules were asked about a purchase, and who could not answer. */
export interface Inputs {
  readonly facts: Facts
  /** Without it, whoever has the hash could find the facts by trying. */
  readonly salt: string
  readonly skipped: readonly SkippedRule[]
}

/** Inputs as canonical JSON (RFC 8785): the leaf of a receipt commits to its keccak256. */
export function inputsText({ facts, salt, skipped }: Inputs): string {
  return JSON.stringify({
    facts: presentFacts(facts),
    salt,
    skipped: skipped.map(({ id, fault }) => ({ fault, id })),
  })
}

/** Inputs that were kept. */
export function readInputs(text: string): Inputs {
  const { facts, salt, skipped } = JSON.parse(text) as {
    facts: ReturnType<typeof presentFacts>
    salt: string
    skipped: readonly SkippedRule[]
  }
  return { facts: readFacts(facts), salt, skipped }
}
