import type { Route } from '../../route.ts'
import type { AuditDeps } from './deps.ts'
import { listAuditEntriesRoute } from './list-audit-entries.ts'
import { listOwnAuditEntriesRoute } from './list-own-audit-entries.ts'

/** The routes of the audit log, in the order of the document. */
export const auditRoutes: readonly Route<AuditDeps>[] = [listAuditEntriesRoute, listOwnAuditEntriesRoute]
