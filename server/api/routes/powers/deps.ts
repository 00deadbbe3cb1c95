import type { PowerDeps } from '../../../actions/powers/power-calls.ts'
import type { ReadPowersDeps } from '../../../actions/powers/read-powers.ts'
import type { Database } from '../../../database/engine/client.ts'
import { routeFor } from '../../route.ts'

/** What the routes of powers hand to actions. */
export type PowersDeps = PowerDeps & ReadPowersDeps & { readonly db: Database }

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<PowersDeps>()
