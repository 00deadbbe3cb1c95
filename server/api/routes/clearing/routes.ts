import type { Route } from '../../route.ts'
import { closeMonthRoute } from './close-month.ts'
import { confirmStatementRoute } from './confirm-statement.ts'
import { disputeStatementRoute } from './dispute-statement.ts'
import { listDisputesRoute } from './list-disputes.ts'
import { resolveDisputeRoute } from './resolve-dispute.ts'
import { withdrawDisputeRoute } from './withdraw-dispute.ts'
import type { ClearingDeps } from './deps.ts'
import { listOwnStatementsRoute } from './list-own-statements.ts'
import { listPricesRoute } from './list-prices.ts'
import { listStatementsRoute } from './list-statements.ts'
import { readOwnStatementRoute } from './read-own-statement.ts'
import { readStatementRoute } from './read-statement.ts'
import { recordStatementPaymentRoute } from './record-statement-payment.ts'
import { setPricesRoute } from './set-prices.ts'

/** The routes of clearing, in the order of the document. */
export const clearingRoutes: readonly Route<ClearingDeps>[] = [
  listOwnStatementsRoute,
  readOwnStatementRoute,
  confirmStatementRoute,
  disputeStatementRoute,
  withdrawDisputeRoute,
  setPricesRoute,
  listPricesRoute,
  closeMonthRoute,
  listStatementsRoute,
  readStatementRoute,
  recordStatementPaymentRoute,
  listDisputesRoute,
  resolveDisputeRoute,
]
