import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { root } from '../../cli/run-program.ts'
import type { Mutant } from './list-mutants.ts'

/** Says of a survivor whether a page explains it: in a table row with its file, line and change. */
export function explainedIn(page: string): (mutant: Mutant) => boolean {
  const rows = readFileSync(join(root, page), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
  return ({ file, line, before, replacement }) => {
    const [place, change] = [`${file.replace('contracts/', '')}:${line}\``, `\`${before}\` -> \`${replacement}\``]
    return rows.some((row) => row.includes(place) && unescape(row).includes(change))
  }
}

/** A bar in a table's cell bears a backslash. */
const unescape = (row: string): string => row.replaceAll('\\|', '|')
