import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import { StartRefused } from '../../server/domain/start-refused.ts'

const Line = z.strictObject({
  batchHash: z.string().regex(/^0x[0-9a-f]{64}$/),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  length: z.int().min(0),
  partnerId: z.int().min(1),
  firstEntry: z.string().regex(/^[1-9]\d{0,18}$/),
})

/** A line of index.jsonl: one final batch, in the order of the log. */
export type IndexLine = z.infer<typeof Line>

/** Where things are in a copy of the archive. */
export const archivePaths = (folder: string) => ({
  index: join(folder, 'index.jsonl'),
  checkpoint: join(folder, 'checkpoint'),
  receipts: (sha256: string) => join(folder, 'receipts', `${sha256}.jsonl.gz`),
  rule: (hash: string) => join(folder, 'rules', `${hash}.json`),
})

/** Reads the index of a copy; empty where there is none yet. A last line that was cut off is left out: it is fetched again. */
export function readIndex(folder: string): IndexLine[] {
  const { index } = archivePaths(folder)
  if (!existsSync(index)) return []
  const lines = readFileSync(index, 'utf8').split('\n')
  lines.pop()
  return lines.map((line, at) => {
    try {
      return Line.parse(JSON.parse(line))
    } catch (error) {
      throw new StartRefused('archive_unreadable', `Line ${String(at + 1)} of ${index} is not of an index.`, error)
    }
  })
}

/** The index as it lies in its file. */
export function indexText(lines: readonly IndexLine[]): string {
  return lines
    .map(
      ({ batchHash, sha256, length, partnerId, firstEntry }) =>
        `${JSON.stringify({ batchHash, sha256, length, partnerId, firstEntry })}\n`,
    )
    .join('')
}

/** Writes a file whole or not at all. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  mkdirSync(join(file, '..'), { recursive: true })
  const begun = `${file}.part`
  writeFileSync(begun, content, { flush: true })
  renameSync(begun, file)
}
