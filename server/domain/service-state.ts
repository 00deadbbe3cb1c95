/** So long an entry may wait for the ledger before the ledger is called late: as long as its alert waits (monitoring/alerts.yml). */
export const OPEN_AGE_MS_MAX = 600_000

/** How the ledger follows what tills send, in one word: late also where nobody can tell. */
export type LedgerPace = 'on_time' | 'late'

/** What the pace is told by. */
export interface PaceFacts {
  /** Whether an endpoint of the chain answers. */
  readonly isChainHeard: boolean
  readonly haltedReason: string | null
  readonly doubtReason: string | null
  /** Whether giving points is paused for everybody. */
  readonly isIssuingPaused: boolean
  /** Since when the oldest entry waits; null where none does. */
  readonly oldestOpenAt: Date | null
}

/** Says whether points get to the ledger as they should. Sales are recorded either way. */
export function paceOf(facts: PaceFacts, now: Date): LedgerPace {
  const { isChainHeard, haltedReason, doubtReason, isIssuingPaused, oldestOpenAt } = facts
  const isStopped = !isChainHeard || haltedReason !== null || doubtReason !== null || isIssuingPaused
  const waitedMs = oldestOpenAt === null ? 0 : now.getTime() - oldestOpenAt.getTime()
  return isStopped || waitedMs > OPEN_AGE_MS_MAX ? 'late' : 'on_time'
}
