import type { HistoryDeps } from '../../../actions/purchases/read-history.ts'
import type { ReceiptDeps } from '../../../actions/purchases/receipt-view.ts'
import type { PurchaseIntake } from '../../../actions/purchases/record-purchase.ts'
import type { ReturnIntake } from '../../../actions/purchases/record-return.ts'
import type { FindProgrammes } from '../../../actions/programme/live-programmes.ts'
import { routeFor } from '../../route.ts'

/** What the routes of purchases hand to actions. */
export type PurchasesDeps = HistoryDeps &
  ReceiptDeps & {
    readonly findProgrammes: FindProgrammes
    readonly purchaseIntake: PurchaseIntake
    readonly returnIntake: ReturnIntake
    /** PointsIssuance, where receipts are checked. */
    readonly issuanceAddress: string
  }

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<PurchasesDeps>()
