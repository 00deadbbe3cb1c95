import type { ProgrammeDeps } from '../../../actions/programme/save-rule.ts'
import { routeFor } from '../../route.ts'

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<ProgrammeDeps>()
