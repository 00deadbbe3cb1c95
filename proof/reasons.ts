import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import { root } from '../cli/run-program.ts'

/** What a tool found in a contract. It is named by the code that it is about, so that a line that moves keeps its name. */
export interface Finding {
  file: string
  /** The statement, the condition or the expression, on one line. */
  code: string
  /** A linter's rule, a change that no test noticed, a way out of a condition that no test takes. */
  found: string
  /** Which one it is, from 1, where a file has the same finding in the same code more than once; absent otherwise. */
  occurrence?: number
}

/** Why findings in a piece of code may stay. */
const Row = z.strictObject({
  code: z.string().min(1),
  found: z.array(z.string().min(1)).min(1),
  occurrence: z.int().positive().optional(),
  why: z.string().min(1),
})
const Rows = z.record(z.string(), z.array(Row))

export interface Reasons {
  /** Why it may stay; undefined when nobody has said so. */
  whyOf(finding: Finding): string | undefined
  /** A sentence for each row about these files that matches none of the findings. */
  rowsWithout(findings: readonly Finding[], files: readonly string[]): string[]
  /** The files that have rows. */
  files: readonly string[]
}

/** Code on one line, as findings are named by it. */
export const oneLine = (text: string): string => text.trim().replaceAll(/\s+/g, ' ')

/** The findings, in the order of the source, with the number of the occurrence where a name is not enough. */
export function numberOccurrences<T extends Finding>(findings: readonly T[]): T[] {
  const seen = new Map<string, number>()
  const totals = new Map<string, number>()
  const nameOf = ({ file, code, found }: Finding): string => JSON.stringify([file, code, found])
  for (const finding of findings) totals.set(nameOf(finding), (totals.get(nameOf(finding)) ?? 0) + 1)
  return findings.map((finding) => {
    const name = nameOf(finding)
    if (totals.get(name) === 1) return finding
    const occurrence = (seen.get(name) ?? 0) + 1
    seen.set(name, occurrence)
    return { ...finding, occurrence }
  })
}

/** Reads a file of reasons: rows by contract, each with the code, what was found in it, and why it may stay. */
export function readReasons(path: string, folder = root): Reasons {
  const rows = Object.entries(Rows.parse(JSON.parse(readFileSync(join(folder, path), 'utf8')))).flatMap(
    ([file, ofFile]) =>
      ofFile.flatMap(({ code, found, occurrence, why }) =>
        found.map((each) => ({ file, code, found: each, ...(occurrence !== undefined && { occurrence }), why })),
      ),
  )
  const reasons = new Map(rows.map((row) => [keyOf(row), row]))
  if (reasons.size < rows.length) {
    const twice = rows.filter((row) => reasons.get(keyOf(row)) !== row).map(describe)
    throw new Error(`${path} has two rows for ${twice.join('; ')}`)
  }
  return {
    whyOf: (finding) => reasons.get(keyOf(finding))?.why,
    rowsWithout(findings, files) {
      const keys = new Set(findings.map(keyOf))
      return rows
        .filter((row) => files.includes(row.file) && !keys.has(keyOf(row)))
        .map((row) => `${path} explains what is not there: ${describe(row)}${hintFor(row, findings)}`)
    },
    files: [...new Set(rows.map(({ file }) => file))],
  }
}

const keyOf = ({ file, code, found, occurrence }: Finding): string => JSON.stringify([file, code, found, occurrence])

/** A finding in words, with all that a row needs. */
export function describe({ file, code, found, occurrence }: Finding): string {
  return `${file}: ${found} in \`${code}\`${occurrence === undefined ? '' : `, occurrence ${occurrence}`}`
}

function hintFor({ file, code, found }: Finding, findings: readonly Finding[]): string {
  const alike = findings.filter((each) => each.file === file && each.code === code && each.found === found).length
  if (alike === 0) return ''
  return alike === 1 ? ' (it occurs once: leave the occurrence out)' : ` (it occurs ${alike} times: say which)`
}
