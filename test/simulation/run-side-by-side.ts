import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

import { runSeeds, type SeedsReport } from './run-seeds.ts'

const PROCESSES_MAX = 8

/** Plays seeds in a world for each core: they know nothing of each other. */
export async function runSideBySide(seeds: readonly number[]): Promise<SeedsReport[]> {
  const processes = Math.min(availableParallelism(), PROCESSES_MAX, seeds.length)
  if (processes <= 1) return [await runSeeds(seeds)]
  const shares = Array.from({ length: processes }, (_, share) => seeds.filter((_seed, at) => at % processes === share))
  return Promise.all(shares.map((share) => runElsewhere(share)))
}

function runElsewhere(seeds: readonly number[]): Promise<SeedsReport> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./run-seeds.ts', import.meta.url)), { serialization: 'advanced' })
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`seeds ended with ${code ?? signal} and no report`)))
    child.once('message', (report) => {
      resolve(report as SeedsReport)
      child.disconnect()
    })
    child.send(seeds)
  })
}
