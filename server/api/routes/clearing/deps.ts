import type { CloseMonthDeps } from '../../../actions/clearing/clearing-terms.ts'
import type { ImportRatesDeps } from '../../../actions/clearing/import-rates.ts'
import type { ClearingActDeps } from '../../../actions/clearing/request-clearing-act.ts'
import type { SetPricesDeps } from '../../../actions/clearing/set-prices.ts'
import type { OperatorDeps } from '../../../actions/partners/operator-calls.ts'
import { routeFor } from '../../route.ts'

/** What the routes of clearing hand to actions. */
export type ClearingDeps = SetPricesDeps & CloseMonthDeps & ClearingActDeps & OperatorDeps & ImportRatesDeps

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<ClearingDeps>()
