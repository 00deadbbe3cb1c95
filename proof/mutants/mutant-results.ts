import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { root } from '../../cli/run-program.ts'
import type { Mutant } from './mutant.ts'

export type Fate = 'killed' | 'not compiled' | 'survived'

/** What became of a mutant, and which test saw it. */
export interface Result {
  fate: Fate
  by: string | null
  /** Whether it was tried in code as it ships, with the tests of gas, after it had survived. */
  shipped?: true
}

/** The fates of mutants as they come, in a file that outlives an interrupted run. */
export interface Results {
  find(mutant: Mutant): Result | null
  add(mutant: Mutant, result: Result): void
}

/** Opens the file, which a changed contract makes worthless for itself: a fate is of one text. */
export function openResults(path = join(tmpdir(), 'entente-mutants.jsonl')): Results {
  const known = new Map<string, Result>()
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []
  for (const line of lines) {
    const { key, fate, by, shipped } = JSON.parse(line) as Result & { key: string }
    known.set(key, { fate, by, ...(shipped && { shipped }) })
  }
  const texts = new Map<string, string>()
  const keyOf = ({ file, start, end, replacement }: Mutant): string => {
    const text =
      texts.get(file) ??
      createHash('sha256')
        .update(readFileSync(join(root, file)))
        .digest('hex')
        .slice(0, 16)
    texts.set(file, text)
    return [file, text, start, end, replacement].join('|')
  }
  return {
    find: (mutant) => known.get(keyOf(mutant)) ?? null,
    add(mutant, result) {
      const key = keyOf(mutant)
      known.set(key, result)
      appendFileSync(path, `${JSON.stringify({ key, line: mutant.line, before: mutant.before, ...result })}\n`)
    },
  }
}
