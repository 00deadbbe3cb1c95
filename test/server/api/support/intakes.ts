import { createPurchaseIntake } from '../../../../server/actions/purchases/record-purchase.ts'
import type { RecordDeps } from '../../../../server/actions/purchases/record-purchases.ts'
import { createReturnIntake } from '../../../../server/actions/purchases/record-return.ts'
import { createRedemptionIntake } from '../../../../server/actions/redemptions/change-redemptions.ts'
import { createHoldIntake } from '../../../../server/actions/redemptions/hold-points.ts'
import type { HoldDeps } from '../../../../server/actions/redemptions/place-holds.ts'
import { tracePurchases, traceReturns } from '../../../../server/compose-traces.ts'
import type { Traces } from '../../../../server/observability/traces.ts'

/** Where holds and what becomes of them meet. */
export const redemptionIntakes = (hold: HoldDeps) => ({
  holdIntake: createHoldIntake(hold),
  redemptionIntake: createRedemptionIntake(hold),
})

/** Where purchases and returns meet, traced where a test has somewhere to send that. */
export const saleIntakes = (record: RecordDeps, traces: Traces | null) => ({
  traces,
  purchaseIntake: tracePurchases({ ...record, traces }, createPurchaseIntake(record)),
  returnIntake: traceReturns({ ...record, traces }, createReturnIntake(record)),
})
