import type { Route } from '../../route.ts'
import type { FiguresDeps } from './deps.ts'
import { readFlowsRoute } from './read-flows.ts'
import { readPartnerFiguresRoute } from './read-partner-figures.ts'
import { readPartnerFlowsRoute } from './read-partner-flows.ts'
import { readPartnerLiabilityRoute } from './read-partner-liability.ts'

/** The routes of figures, in the order of the document. */
export const figuresRoutes: readonly Route<FiguresDeps>[] = [
  readPartnerFiguresRoute,
  readPartnerFlowsRoute,
  readPartnerLiabilityRoute,
  readFlowsRoute,
]
