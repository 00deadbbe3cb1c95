import { createIntake, type Intake } from '../requests/intake.ts'
import type { SubmissionOutcome } from '../requests/run-submissions.ts'
import { type PurchaseOutcome, type PurchaseSubmission, type RecordDeps, recordPurchases } from './record-purchases.ts'

/** Where purchases that come at the same time meet. */
export type PurchaseIntake = Intake<PurchaseSubmission, SubmissionOutcome<PurchaseOutcome>>

/** Lets requests that come at the same time share the transactions of `recordPurchases`. */
export function createPurchaseIntake(deps: RecordDeps): PurchaseIntake {
  return createIntake((submissions) => recordPurchases(deps, submissions))
}

/** Records the purchases of one request, with those of others that come at the same time; durable when it resolves. */
export function recordPurchase({ purchaseIntake }: { purchaseIntake: PurchaseIntake }, submission: PurchaseSubmission) {
  return purchaseIntake.submit(submission)
}
