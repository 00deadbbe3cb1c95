import type { KeyedRequest, StoredAnswer } from '../actions/requests/idempotency.ts'
import type { SubmissionOutcome } from '../actions/requests/run-submissions.ts'
import { Answer, type RequestMark } from './route.ts'

/** A request that carries an Idempotency-Key, and how its result is worded. */
export function keyedRequest<Result>(
  mark: RequestMark | null,
  partnerId: number,
  present: (result: Result) => StoredAnswer,
): KeyedRequest<Result> | null {
  return mark === null ? null : { ...mark, partnerId, present }
}

/** Answers a submission: as it was answered before, with its refusal, or with what was recorded. */
export function answerSubmission<Outcome extends { status: string }>(
  outcome: SubmissionOutcome<Outcome>,
  present: (outcomes: readonly Outcome[]) => StoredAnswer,
): Answer {
  if (outcome.status === 'refused') throw outcome.rejection
  if (outcome.status === 'answered_before') return new Answer(200, outcome.answer.body, true)
  const { status, body } = outcome.answer ?? present(outcome.outcomes)
  return new Answer(
    status,
    body,
    outcome.outcomes.length > 0 && outcome.outcomes.every((one) => one.status === 'repeated'),
  )
}
