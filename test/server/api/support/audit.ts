import { type ChainVerdict, type ClaimedEntry, verifyChain } from '../../../../server/actions/audit/verify-chain.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import { send } from './coalition.ts'

/** All entries of the log as an operator reads them, oldest first. */
export async function readLog(url: string, key: string): Promise<ClaimedEntry[]> {
  const entries: ClaimedEntry[] = []
  for (let cursor = ''; ;) {
    const { body } = await send(url, `/v1/audit-log?order=oldest_first&limit=50${cursor}`, { key })
    entries.push(...(body.data as ClaimedEntry[]))
    if (body.nextCursor === null) return entries
    cursor = `&cursor=${String(body.nextCursor)}`
  }
}

/** What the verification says of the log as it is read over the API. */
export async function verifyLog(url: string, key: string, heads: readonly string[] = []): Promise<ChainVerdict> {
  return verifyChain(await readLog(url, key), heads)
}

/** Does to the log what whoever owns the database can: with the triggers told to look away. */
export async function tamper(db: Database, sql: string): Promise<void> {
  await db.$executeRawUnsafe(`do $$ begin
    perform set_config('session_replication_role', 'replica', true);
    ${sql};
  end $$`)
}
