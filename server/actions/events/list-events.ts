import type { Reader } from '../../database/engine/client.ts'
import { type FeedEvent, listFeedEvents } from '../../database/feed-events.ts'
import { cutPage, type Page } from '../../domain/pages.ts'

/** Lists what happened to a partner's objects after an event, oldest first. */
export async function listEvents(
  { db }: { db: Reader },
  { partnerId, after, rowsMax }: { partnerId: number; after: bigint; rowsMax: number },
): Promise<Page<FeedEvent, bigint>> {
  const found = await listFeedEvents(db, { partnerId, after, rowsMax: rowsMax + 1 })
  return cutPage(found, rowsMax, ({ number }) => number)
}
