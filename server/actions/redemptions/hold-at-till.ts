import { isOwnClaim, OWN_CLAIM_PREFIX } from '../../domain/own-claims.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { HoldOutcome, HoldSubmission } from './hold-points.ts'
import type { Intake } from '../requests/intake.ts'
import type { SubmissionOutcome } from '../requests/run-submissions.ts'

/**
 * Holds what a till asks for. A reference that is kept for members' own claims is refused: a hold under it would be captured
 * by its member's consent, without the till.
 */
export function holdAtTill(
  { holdIntake }: { holdIntake: Intake<HoldSubmission, SubmissionOutcome<HoldOutcome>> },
  submission: HoldSubmission,
): Promise<SubmissionOutcome<HoldOutcome>> {
  if (submission.items.some(isOwnClaim)) throw new Rejection('reference_reserved', { prefix: OWN_CLAIM_PREFIX })
  return holdIntake.submit(submission)
}
