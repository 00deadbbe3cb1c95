import type { Reader } from '../../../database/engine/client.ts'
import { routeFor } from '../../route.ts'

/** What the routes of the audit log hand to actions. */
export interface AuditDeps {
  readonly db: Reader
}

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<AuditDeps>()
