import { type AuditEntry, type AuditFilter, listAuditEntries as listRows } from '../../database/audit-entries.ts'
import type { Reader } from '../../database/engine/client.ts'
import { cutPage, type Page } from '../../domain/pages.ts'

/** A page of the log, newest first or oldest first. */
export async function listAuditEntries(
  { db }: { db: Reader },
  filter: AuditFilter,
  { after, oldestFirst, rowsMax }: { after: bigint | null; oldestFirst: boolean; rowsMax: number },
): Promise<Page<AuditEntry, bigint>> {
  const found = await listRows(db, filter, { after, oldestFirst, rowsMax: rowsMax + 1 })
  return cutPage(found, rowsMax, ({ number }) => number)
}
