import { readFileSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

import { StartRefused } from '../../domain/start-refused.ts'

import { isProcessAlive } from './process-alive.ts'

const WAIT_MS_MAX = 60_000
const LOOK_EVERY_MS = 50
/** The watcher ends anvil at once; only if it was killed itself does nobody, and then this start does it. */
const ORPHAN_AFTER_MS = 3_000

interface RunningChain {
  watcherPid: number
  anvilPid: number
  port: number
}

/** Waits until the chain of a former run has written its state and ended, and ends it where its watcher was killed. */
export async function waitForFormerChain(runningFile: string, onWait: () => void): Promise<void> {
  const running = readRunning(runningFile)
  if (running === null) return
  let waitedMs = 0
  while (isProcessAlive(running.anvilPid)) {
    if (waitedMs === 0) onWait()
    if (waitedMs >= ORPHAN_AFTER_MS && !isProcessAlive(running.watcherPid)) {
      // NOTE: process ids are given out again, so the process is ended only if it still answers as a chain on that port.
      if (!(await answersAsChain(running.port))) break
      process.kill(running.anvilPid, 'SIGTERM')
    }
    if (waitedMs >= WAIT_MS_MAX) {
      throw new StartRefused(
        'chain_still_running',
        `The chain of the last run is still running as process ${String(running.anvilPid)}: end it and start again.`,
      )
    }
    await sleep(LOOK_EVERY_MS)
    waitedMs += LOOK_EVERY_MS
  }
  rmSync(runningFile, { force: true })
}

function readRunning(file: string): RunningChain | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  const running = parseRunning(text)
  // Cut off by a power cut: whatever it named is gone as well.
  if (running === null) rmSync(file, { force: true })
  return running
}

function parseRunning(text: string): RunningChain | null {
  try {
    return JSON.parse(text) as RunningChain
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

async function answersAsChain(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${String(port)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'anvil_nodeInfo', params: [] }),
      signal: AbortSignal.timeout(2_000),
    })
    return answer.ok
  } catch {
    // Nobody listens there, or not as a chain: either way it is not the process that was noted.
    return false
  }
}
