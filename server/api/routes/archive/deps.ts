import type { Reader } from '../../../database/engine/client.ts'
import { routeFor } from '../../route.ts'

/** What the routes of the archive hand to actions. */
export interface ArchiveDeps {
  readonly db: Reader
}

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<ArchiveDeps>()
