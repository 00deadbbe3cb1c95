import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The processes of a data folder's embedded chain. */
export interface ChainProcesses {
  watcherPid: number
  anvilPid: number
  port: number
}

const LOOK_EVERY_MS = 50

/** The chain's processes as the data folder names them; null where no chain was started, or it ended in order. */
export function readChainProcesses(dataFolder: string): ChainProcesses | null {
  const file = join(dataFolder, 'chain', 'running.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ChainProcesses) : null
}

/** Which of the chain's processes still run. */
export function livingOf(chain: ChainProcesses | null): number[] {
  return chain === null ? [] : [chain.watcherPid, chain.anvilPid].filter((pid) => isAlive(pid))
}

/** Waits until the chain's processes have ended, and says whether they did. */
export async function waitUntilEnded(chain: ChainProcesses | null, msMax = 60_000): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < msMax; waitedMs += LOOK_EVERY_MS) {
    if (livingOf(chain).length === 0) return true
    await sleep(LOOK_EVERY_MS)
  }
  return false
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}
