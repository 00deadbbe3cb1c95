import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_EVERY_MS = 100

/** Looks until what is found is as wanted, and returns it; says what it saw last when that takes too long. */
export async function waitUntil<T>(
  look: () => Promise<T>,
  isWanted: (found: T) => boolean,
  msMax = 60_000,
): Promise<T> {
  const until = performance.now() + msMax
  for (;;) {
    const found = await look()
    if (isWanted(found)) return found
    if (performance.now() > until) throw new Error(`not as wanted after ${String(msMax)} ms: ${JSON.stringify(found)}`)
    await sleep(LOOK_EVERY_MS)
  }
}
