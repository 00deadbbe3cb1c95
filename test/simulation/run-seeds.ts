import { runSeed } from './simulation.ts'
import { openWorld } from './world.ts'

/** What a process tells when its seeds have run, or when one of them failed. */
export interface SeedsReport {
  counts: ReadonlyMap<string, number>
  failure: { seed: number; story: readonly string[]; error: string } | null
}

/** Runs seeds one after the other in a world of this process's own, until one fails. */
export async function runSeeds(seeds: readonly number[]): Promise<SeedsReport> {
  const world = await openWorld()
  const counts = new Map<string, number>()
  try {
    for (const seed of seeds) {
      const story: string[] = []
      try {
        const report = await runSeed(world, seed, (line) => story.push(line))
        for (const [name, count] of report.counts) counts.set(name, (counts.get(name) ?? 0) + count)
      } catch (error) {
        return { counts, failure: { seed, story, error: (error as Error).stack ?? String(error) } }
      }
    }
    return { counts, failure: null }
  } finally {
    await world.close()
  }
}

// Forked by the test: EDR wants to be alone in its process.
if (process.send !== undefined && process.argv[1] === import.meta.filename) {
  process.once('message', (seeds) => void runSeeds(seeds as number[]).then((report) => process.send?.(report)))
}
