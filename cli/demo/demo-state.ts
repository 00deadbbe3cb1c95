import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import { StartRefused } from '../../server/domain/start-refused.ts'

/** How far the demo of a data folder has come. A sample that was begun is gone on with on the same day, so nothing counts twice. */
const DemoState = z.object({
  seed: z.int(),
  /** Midnight, UTC, of the sample day. */
  day: z.iso.datetime(),
  isComplete: z.boolean(),
})

export type DemoState = z.output<typeof DemoState>

/** Reads how far the demo has come; null before it was begun. */
export function readDemoState(dataFolder: string): DemoState | null {
  const file = join(dataFolder, 'demo.json')
  if (!existsSync(file)) return null
  try {
    return DemoState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new StartRefused('data_folder_corrupt', `${file} cannot be read: remove it, or start with --no-demo.`, error)
  }
}

/** Writes how far the demo has come. */
export function writeDemoState(dataFolder: string, state: DemoState): void {
  const file = join(dataFolder, 'demo.json')
  writeFileSync(`${file}.new`, `${JSON.stringify(state)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
