import type { Route } from '../../route.ts'
import type { ClearingDeps } from './deps.ts'
import { listPricesRoute } from './list-prices.ts'
import { setPricesRoute } from './set-prices.ts'

/** The routes of clearing, in the order of the document. */
export const clearingRoutes: readonly Route<ClearingDeps>[] = [setPricesRoute, listPricesRoute]
