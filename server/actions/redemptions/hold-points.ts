import { isOwnClaim, OWN_CLAIM_PREFIX } from '../../domain/own-claims.ts'
import { Rejection } from '../../domain/rejection.ts'
import { type HoldDeps, type HoldOutcome, type HoldSubmission, placeHolds } from './place-holds.ts'
import { createIntake, type Intake } from '../requests/intake.ts'
import type { SubmissionOutcome } from '../requests/run-submissions.ts'

/** Combines holds that are requested at the same time. */
export type HoldIntake = Intake<HoldSubmission, SubmissionOutcome<HoldOutcome>>

/** Lets requests that come at the same time share the transactions of `placeHolds`. */
export function createHoldIntake(deps: HoldDeps): HoldIntake {
  return createIntake((submissions) => placeHolds(deps, submissions))
}

/**
 * Holds what a till asks for. A reference that is kept for members' own claims is refused: a hold under it would be captured
 * by its member's consent, without the till.
 */
export function holdPoints(
  { holdIntake }: { holdIntake: HoldIntake },
  submission: HoldSubmission,
): Promise<SubmissionOutcome<HoldOutcome>> {
  if (submission.items.some(isOwnClaim)) throw new Rejection('reference_reserved', { prefix: OWN_CLAIM_PREFIX })
  return holdIntake.submit(submission)
}
