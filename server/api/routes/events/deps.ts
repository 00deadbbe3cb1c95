import type { Reader } from '../../../database/engine/client.ts'
import { routeFor } from '../../route.ts'

/** What the routes of events hand to actions. */
export interface EventsDeps {
  readonly db: Reader
}

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<EventsDeps>()
