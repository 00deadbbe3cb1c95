import type { Database } from '../../../database/engine/client.ts'
import type { Clock } from '../../../domain/environment.ts'
import { routeFor } from '../../route.ts'

/** What the routes of proposals hand to actions. */
export interface ProposalsDeps {
  readonly db: Database
  readonly clock: Clock
}

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<ProposalsDeps>()
