import type { Reader } from '../../../database/engine/client.ts'
import type { ReportShelf } from '../../../domain/audit-reports.ts'
import { routeFor } from '../../route.ts'

/** What the routes of the archive hand to actions. */
export interface ArchiveDeps {
  readonly db: Reader
  readonly reports: ReportShelf
}

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<ArchiveDeps>()
