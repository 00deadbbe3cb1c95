import type { Route } from '../../route.ts'
import type { ArchiveDeps } from './deps.ts'
import { listArchiveRoute } from './list-archive.ts'
import { listAuditReportsRoute } from './list-audit-reports.ts'

/** The routes of the archive, in the order of the document. Files, rules, reports and the log are served by mount-archive.ts. */
export const archiveRoutes: readonly Route<ArchiveDeps>[] = [listArchiveRoute, listAuditReportsRoute]
