import type { KeyedRequest, StoredAnswer } from '../actions/requests/idempotency.ts'
import type { SubmissionOutcome } from '../actions/requests/run-submissions.ts'
import { assert } from '../domain/assert.ts'
import type { Rejection } from '../domain/rejection.ts'
import { Answer, type RequestMark } from './route.ts'

/** A request that carries an Idempotency-Key, and how its result is worded. */
export function keyedRequest<Result>(
  mark: RequestMark | null,
  present: (result: Result) => StoredAnswer,
): KeyedRequest<Result> | null {
  return mark === null ? null : { ...mark, present }
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

/** The answer to a request for one thing: 201 when it is new, 200 when it was there. A refusal is thrown. */
export function answerOne<Accepted extends { readonly status: string }, Body extends StoredAnswer['body']>(
  outcomes: readonly (Accepted | { readonly status: 'refused'; readonly rejection: Rejection })[],
  present: (accepted: Accepted) => Body,
): StoredAnswer & { readonly body: Body } {
  const [outcome] = outcomes
  assert(outcome !== undefined, 'a request for one thing has an outcome')
  if ('rejection' in outcome) throw outcome.rejection
  return { status: outcome.status === 'repeated' ? 200 : 201, body: present(outcome) }
}
