import { findChainCursor, takeLead, type ChainCursor } from '../database/chain-cursor.ts'
import { assert } from '../domain/assert.ts'
import type { IndexerDeps } from './deps.ts'

/** So long a process that went silent keeps the others waiting. */
export const LEAD_MS = 15_000

/**
 * The cursor, if this process is the one that follows the chain; else null. The lead is renewed when a third of it is
 * over, so that an idle server hardly writes.
 */
export async function lead({ database, chain, clock, leader }: IndexerDeps): Promise<ChainCursor | null> {
  const cursor = await findChainCursor(database, chain.chainId)
  assert(cursor !== null, 'the chain is followed before the database was compared with it')
  const now = clock.now()
  const left = (cursor.leaderUntil?.getTime() ?? 0) - now.getTime()
  if (cursor.leader === leader && left > (LEAD_MS * 2) / 3) return cursor
  const until = new Date(now.getTime() + LEAD_MS)
  const taken = await database.transaction((tx) => takeLead(tx, { chainId: chain.chainId, leader, now, until }))
  return taken ? findChainCursor(database, chain.chainId) : null
}
