import type { CollectSlipDeps } from '../../../actions/tills/take-slip.ts'
import { routeFor } from '../../route.ts'

/** What the routes of tills hand to actions. */
export type TillsDeps = CollectSlipDeps

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<TillsDeps>()
