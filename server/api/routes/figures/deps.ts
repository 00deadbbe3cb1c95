import type { ReadFlowsDeps } from '../../../actions/figures/read-flows.ts'
import type { LiabilityDeps } from '../../../actions/figures/read-partner-liability.ts'
import { routeFor } from '../../route.ts'

/** What the routes of figures hand to actions. */
export type FiguresDeps = ReadFlowsDeps & LiabilityDeps

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<FiguresDeps>()
