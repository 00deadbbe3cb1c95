import type { Route } from '../../route.ts'
import { listBatchesRoute } from './list-batches.ts'
import { listMemberEntriesRoute } from './list-member-entries.ts'
import { listPurchasesRoute } from './list-purchases.ts'
import { listReturnsRoute } from './list-returns.ts'
import { quotePurchaseRoute } from './quote-purchase.ts'
import { readBatchRoute } from './read-batch.ts'
import { readCalculationRoute } from './read-calculation.ts'
import { readHistoryRoute } from './read-history.ts'
import { readOwnReceiptRoute } from './read-own-receipt.ts'
import { readPointsOverTimeRoute } from './read-points-over-time.ts'
import { readPurchaseRoute } from './read-purchase.ts'
import { readReceiptRoute } from './read-receipt.ts'
import { readReturnRoute } from './read-return.ts'
import { recordPurchaseRoute } from './record-purchase.ts'
import { recordPurchasesRoute } from './record-purchases.ts'
import { recordReturnRoute } from './record-return.ts'
import type { PurchasesDeps } from './deps.ts'

/** The routes of purchases, in the order of the document. */
export const purchasesRoutes: readonly Route<PurchasesDeps>[] = [
  listMemberEntriesRoute,
  readPointsOverTimeRoute,
  readHistoryRoute,
  readOwnReceiptRoute,
  quotePurchaseRoute,
  recordPurchaseRoute,
  recordPurchasesRoute,
  listPurchasesRoute,
  readPurchaseRoute,
  recordReturnRoute,
  listReturnsRoute,
  readReturnRoute,
  listBatchesRoute,
  readBatchRoute,
  readReceiptRoute,
  readCalculationRoute,
]
