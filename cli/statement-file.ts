import { writeFileSync } from 'node:fs'

import { StartRefused } from '../server/domain/start-refused.ts'
import type { Outcome } from './operator-command.ts'

interface StatementChoice {
  format: 'json' | 'csv' | 'pdf'
  out?: string
}

/**
 * What the server handed out of a statement: written into a file where one is named; a table as it is; and otherwise in the words of
 * `describe`. A page is for a file only.
 */
export function showStatement(
  handedOut: unknown,
  { format, out }: StatementChoice,
  describe: (statement: never) => string,
): Outcome {
  // Asked for with `parseAs: 'arrayBuffer'`, of which the types of the client know nothing.
  const bytes = Buffer.from(handedOut as ArrayBuffer)
  if (out !== undefined) {
    writeFileSync(out, bytes)
    return { value: { file: out, bytes: bytes.length }, text: `Wrote ${out} (${String(bytes.length)} bytes).` }
  }
  const text = bytes.toString()
  if (format === 'csv') return { value: { csv: text }, text: text.trimEnd() }
  if (format === 'pdf')
    throw new StartRefused('output_file_missing', 'Say where the page is to be written: --out <file>.')
  // What the server calls a statement is what the caller knows how to describe.
  const statement = JSON.parse(text) as never
  return { value: statement, text: describe(statement) }
}
