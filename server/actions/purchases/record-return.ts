import { createIntake, type Intake } from '../requests/intake.ts'
import type { SubmissionOutcome } from '../requests/run-submissions.ts'
import type { RecordDeps } from './record-purchases.ts'
import { recordReturns, type ReturnOutcome, type ReturnSubmission } from './record-returns.ts'

/** Combines returns that arrive at the same time. */
export type ReturnIntake = Intake<ReturnSubmission, SubmissionOutcome<ReturnOutcome>>

/** Lets requests that come at the same time share the transactions of `recordReturns`. */
export function createReturnIntake(deps: RecordDeps): ReturnIntake {
  return createIntake((submissions) => recordReturns(deps, submissions))
}

/** Records the return of one request, together with others that arrive at the same time; durable when it resolves. */
export function recordReturn({ returnIntake }: { returnIntake: ReturnIntake }, submission: ReturnSubmission) {
  return returnIntake.submit(submission)
}
