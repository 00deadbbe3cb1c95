import type { Clock } from '../../domain/environment.ts'

/** Counts tries by name in this process alone: for what may be told a little oftener where there are several processes, and costs no query. */
export interface ProcessLimit {
  /** Counts one more; false when there were enough of this name already. */
  take(name: string): boolean
  /** Whether there were enough of this name, without counting. */
  isUsedUp(name: string): boolean
}

/** Names that are remembered at once: the oldest is forgotten first, so that many names cost no more memory than this. */
const NAMES_MAX = 100_000

/** Allows so many tries of one name within so long after its first one. */
export function createProcessLimit({
  clock,
  triesMax,
  windowMs,
  namesMax = NAMES_MAX,
}: {
  clock: Clock
  triesMax: number
  windowMs: number
  namesMax?: number
}): ProcessLimit {
  const counts = new Map<string, { tries: number; readonly until: number }>()
  return {
    take(name) {
      const now = clock.now().getTime()
      const known = counts.get(name)
      if (known !== undefined && now < known.until) return (known.tries += 1) <= triesMax
      counts.delete(name)
      const [oldest] = counts.keys()
      if (counts.size >= namesMax && oldest !== undefined) counts.delete(oldest)
      counts.set(name, { tries: 1, until: now + windowMs })
      return true
    },
    isUsedUp(name) {
      const known = counts.get(name)
      return known !== undefined && clock.now().getTime() < known.until && known.tries >= triesMax
    },
  }
}
