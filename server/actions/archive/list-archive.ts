import { type ArchiveListing, listArchive as listRows } from '../../database/archive-files.ts'
import type { Reader } from '../../database/engine/client.ts'
import { cutPage, type Page } from '../../domain/pages.ts'

/** Lists what the archive's log says of final batches, from a place in it on. */
export async function listArchive(
  { db }: { db: Reader },
  { after, rowsMax }: { after: bigint | null; rowsMax: number },
): Promise<Page<ArchiveListing, bigint>> {
  const from = after === null ? 0n : after + 1n
  const found = await listRows(db, { from, rowsMax: rowsMax + 1 })
  return cutPage(found, rowsMax, ({ logIndex }) => logIndex)
}
