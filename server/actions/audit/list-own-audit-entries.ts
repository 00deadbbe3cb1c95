import type { AuditEntry } from '../../database/audit-entries.ts'
import type { Reader } from '../../database/engine/client.ts'
import type { Page } from '../../domain/pages.ts'
import { listAuditEntries } from './list-audit-entries.ts'

/** What a partner's own keys called, and what operators did to it, newest first. */
export function listOwnAuditEntries(
  deps: { db: Reader },
  { partnerId, ...place }: { partnerId: number; after: bigint | null; rowsMax: number },
): Promise<Page<AuditEntry, bigint>> {
  const filter = { partnerId, keyId: null, operation: null, createdFrom: null, createdUntil: null }
  return listAuditEntries(deps, filter, { ...place, oldestFirst: false })
}
