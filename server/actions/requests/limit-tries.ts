import type { Database } from '../../database/engine/client.ts'
import { countTry } from '../../database/try-counts.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection, Transient } from '../../domain/rejection.ts'

/** Counts tries by name, for all processes that share the database together. */
export interface TryLimit {
  /** Counts one more; refuses it with `too_many_requests` when there were enough of this name already. */
  take(name: string): Promise<void>
}

/** Names that a process remembers to be used up, so that a flood of one does not reach the database. */
const USED_UP_MAX = 10_000

/**
 * Allows so many tries of one name within so long after its first one. `what` is what is tried: the same name may be limited in several
 * things. When tries cannot be counted none is let through, and nobody learns whether it would have been a right one.
 */
export function createTryLimit({
  db,
  clock,
  what,
  triesMax,
  windowMs,
  usedUpMax = USED_UP_MAX,
}: {
  db: Database
  clock: Clock
  what: string
  triesMax: number
  windowMs: number
  usedUpMax?: number
}): TryLimit {
  /** Until when each is used up; the one noted first is forgotten first, and read from the database again. */
  const usedUp = new Map<string, Date>()
  return {
    async take(name) {
      const now = clock.now()
      const known = usedUp.get(name)
      if (known !== undefined && now < known) throw tooMany(known, now)
      const { tries, endsAt } = await count(db, { name: `${what} ${name}`, now, windowMs })
      if (tries <= triesMax) return
      usedUp.delete(name)
      const [oldest] = usedUp.keys()
      if (usedUp.size >= usedUpMax && oldest !== undefined) usedUp.delete(oldest)
      usedUp.set(name, endsAt)
      throw tooMany(endsAt, now)
    },
  }
}

function tooMany(endsAt: Date, now: Date): Rejection {
  return new Rejection('too_many_requests', {
    retryAfterSeconds: Math.ceil((endsAt.getTime() - now.getTime()) / 1_000),
  })
}

async function count(db: Database, asked: { name: string; now: Date; windowMs: number }) {
  try {
    return await db.transaction((tx) => countTry(tx, asked))
  } catch (error) {
    throw error instanceof Transient ? error : new Transient('a try could not be counted', error)
  }
}
