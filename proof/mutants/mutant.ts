import type { Finding } from '../reasons.ts'

/** One change in one place. */
export interface Mutant extends Finding {
  line: number
  start: number
  end: number
  before: string
  replacement: string
  /** A condition that is always or never true: both are killed only if both branches are taken and asserted. */
  isBranch: boolean
  language: 'solidity' | 'yul'
  /** What can be written both ways at once; absent where only the text of the whole file can be changed. */
  site?: Site
  /** In inline assembly: what a switch has in the place of the site's original, as a formula of the same names. */
  formula?: string
}

/** The expression or statement that a change is in. */
export interface Site {
  start: number
  end: number
  kind: 'expression' | 'statement' | 'yul expression' | 'yul statement'
  /** The type that a literal has to keep where both numbers stand beside each other. */
  cast?: string
  /** Yul has no choice between expressions but in a function, which is declared at the beginning of the block. */
  yul?: { block: number; names: readonly string[]; original: string }
}

/** What takes the place of a text, and how a switch can say both. */
export type Change = [start: number, end: number, replacement: string, site?: Site | undefined, formula?: string]
