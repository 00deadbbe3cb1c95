import type { Route } from './route.ts'
import { recordPurchaseRoute } from './routes/record-purchase.ts'
import { recordPurchasesRoute } from './routes/record-purchases.ts'

/** Every route of the API, in the order of the document. */
export const ROUTES: readonly Route[] = [recordPurchaseRoute, recordPurchasesRoute]
