import { approveRequestRoute } from './approve-request.ts'
import { readApprovalsRoute } from './read-approvals.ts'
import { rejectRequestRoute } from './reject-request.ts'
import { setApprovalsRoute } from './set-approvals.ts'
import type { Route } from '../../route.ts'
import { cancelPackRoute } from './cancel-pack.ts'
import { readOwnPacksRoute } from './read-own-packs.ts'
import { readPacksRoute } from './read-packs.ts'
import { orderPackRoute } from './order-pack.ts'
import { recordPackPaymentRoute } from './record-pack-payment.ts'
import { setPackAlertRoute } from './set-pack-alert.ts'
import { closeMonthRoute } from './close-month.ts'
import { confirmStatementRoute } from './confirm-statement.ts'
import { disputeStatementRoute } from './dispute-statement.ts'
import { listCharityStatementsRoute } from './list-charity-statements.ts'
import { readCharityStatementRoute } from './read-charity-statement.ts'
import { recordCharityPaymentRoute } from './record-charity-payment.ts'
import { listDisputesRoute } from './list-disputes.ts'
import { resolveDisputeRoute } from './resolve-dispute.ts'
import { withdrawDisputeRoute } from './withdraw-dispute.ts'
import type { ClearingDeps } from './deps.ts'
import { listOwnStatementsRoute } from './list-own-statements.ts'
import { importRatesRoute } from './import-rates.ts'
import { listPricesRoute } from './list-prices.ts'
import { listRatesRoute } from './list-rates.ts'
import { listStatementsRoute } from './list-statements.ts'
import { readOwnStatementRoute } from './read-own-statement.ts'
import { readSettlementCurrencyRoute } from './read-settlement-currency.ts'
import { readStatementRoute } from './read-statement.ts'
import { recordStatementPaymentRoute } from './record-statement-payment.ts'
import { setPricesRoute } from './set-prices.ts'
import { setSettlementCurrencyRoute } from './set-settlement-currency.ts'

/** The routes of clearing, in the order of the document. */
export const clearingRoutes: readonly Route<ClearingDeps>[] = [
  listOwnStatementsRoute,
  readOwnStatementRoute,
  readApprovalsRoute,
  setApprovalsRoute,
  approveRequestRoute,
  rejectRequestRoute,
  confirmStatementRoute,
  disputeStatementRoute,
  withdrawDisputeRoute,
  readOwnPacksRoute,
  setPricesRoute,
  listPricesRoute,
  setSettlementCurrencyRoute,
  readSettlementCurrencyRoute,
  importRatesRoute,
  listRatesRoute,
  closeMonthRoute,
  listStatementsRoute,
  readStatementRoute,
  recordStatementPaymentRoute,
  listDisputesRoute,
  resolveDisputeRoute,
  listCharityStatementsRoute,
  readCharityStatementRoute,
  recordCharityPaymentRoute,
  orderPackRoute,
  readPacksRoute,
  recordPackPaymentRoute,
  cancelPackRoute,
  setPackAlertRoute,
]
