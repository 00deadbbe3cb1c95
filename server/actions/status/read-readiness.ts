import { findChainCursor } from '../../database/chain-cursor.ts'
import type { Reader } from '../../database/engine/client.ts'
import type { Clock } from '../../domain/environment.ts'
import type { LedgerTerms } from '../members/find-member.ts'

/** A leader that has not renewed its lead for this long is gone, and nobody has taken over yet. */
const LEAD_GRACE_MS = 60_000

/** Whether the server may be given work; each part with its own word. */
export interface Readiness {
  readonly isReady: boolean
  readonly checks: {
    readonly server: 'ok' | 'starting_or_stopping'
    readonly database: 'ok' | 'unreachable'
    readonly indexer: 'ok' | 'not_following' | 'halted' | 'unknown'
  }
}

export interface ReadinessDeps {
  readonly db: Reader
  readonly clock: Clock
  readonly ledger: LedgerTerms
  /** False while the server starts and once it has begun to stop. */
  readonly isServing: () => boolean
}

/** Tells whether the database answers, the chain is being followed, and the server means to serve. */
export async function readReadiness({ db, clock, ledger, isServing }: ReadinessDeps): Promise<Readiness> {
  const [cursor] = await Promise.allSettled([findChainCursor(db, ledger.chainId)])
  const checks = {
    server: isServing() ? 'ok' : 'starting_or_stopping',
    database: cursor.status === 'fulfilled' ? 'ok' : 'unreachable',
    indexer: cursor.status === 'fulfilled' ? stateOfIndexer(cursor.value, clock.now()) : 'unknown',
  } as const
  return { isReady: Object.values(checks).every((word) => word === 'ok'), checks }
}

function stateOfIndexer(cursor: Awaited<ReturnType<typeof findChainCursor>>, now: Date) {
  if (cursor === null) return 'not_following'
  if (cursor.haltedReason !== null) return 'halted'
  const until = cursor.leaderUntil?.getTime() ?? 0
  return until + LEAD_GRACE_MS < now.getTime() ? 'not_following' : 'ok'
}
