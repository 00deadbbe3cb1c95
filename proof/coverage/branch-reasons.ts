import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { root } from '../../cli/run-program.ts'

/** A way out of a condition that no test takes. */
export interface MissedBranch {
  file: string
  line: number
  /** The line of the contract. */
  text: string
  way: 'true' | 'false'
}

/** A row of the page's table: place, condition, way, why. */
const row = /^\| `([^`]+):(\d+)`\s*\| `(.+?)`\s*\| (true|false)\s*\| (\S.*?)\s*\|$/

/** Says of a branch whether a page explains it: with its file, its line, what stands there, and its way. */
export function branchExplainedIn(page: string): (branch: MissedBranch) => boolean {
  const rows = readFileSync(join(root, page), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, file, number, text, way] = row.exec(line) ?? []
      return file && number && text && way ? [{ file, line: Number(number), text: unescape(text), way }] : []
    })
  return ({ file, line, text, way }) =>
    rows.some(
      (each) =>
        each.file === file.replace('contracts/', '') &&
        each.line === line &&
        each.way === way &&
        text.includes(each.text),
    )
}

/** A bar in a table's cell bears a backslash. */
const unescape = (text: string): string => text.replaceAll('\\|', '|')
