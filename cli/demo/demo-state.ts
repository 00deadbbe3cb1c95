import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import { StartRefused } from '../../server/domain/start-refused.ts'
import { DAY_MS, dayOf } from '../../server/domain/utc-days.ts'

/** How far the demo of a data folder has come. A sample that was begun is gone on with on the same day, so nothing counts twice. */
const DemoState = z.object({
  seed: z.int(),
  /** Midnight, UTC, of the sample day. */
  day: z.iso.datetime(),
  isComplete: z.boolean(),
  /** Each brand has an owner, who can sign in to its console. */
  hasOwners: z.boolean().default(false),
  /** The months before it, which only a chain that begins with them can have. */
  past: z
    .object({
      firstMonth: z.int(),
      /** Up to when they were lived through. */
      time: z.iso.datetime(),
      isOver: z.boolean(),
    })
    .nullable()
    .default(null),
})

export type DemoState = z.output<typeof DemoState>

const SAMPLE_SEED = 20_261_123

/** A demo that begins now: its sample day is yesterday. */
export function beginDemo(now: Date): DemoState {
  const yesterday = new Date((dayOf(now) - 1) * DAY_MS)
  return { seed: SAMPLE_SEED, day: yesterday.toISOString(), isComplete: false, hasOwners: false, past: null }
}

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
