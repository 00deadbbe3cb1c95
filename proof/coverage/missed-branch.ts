import { numberOccurrences, oneLine } from '../reasons.ts'
import type { Finding } from '../reasons.ts'

/** A way out of a condition that no test takes. */
export interface MissedBranch extends Finding {
  line: number
}

type Way = 'true' | 'false'

/** The branch at a line of a contract. It is named by the text of the line, which may stand there more than once. */
export function missedBranch(file: string, lines: readonly string[], line: number, way: Way): MissedBranch {
  const alike = lines.map((text, at) => ({ file, code: oneLine(text), found: `never ${way}`, line: at + 1 }))
  const branch = numberOccurrences(alike).find((each) => each.line === line)
  if (branch === undefined) throw new Error(`${file} has no line ${line}`)
  return branch
}
