import type { Database, Transaction } from '../../database/engine/client.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import {
  keyName,
  keepAnswers,
  listGivenAnswers,
  orFirstAnswer,
  type KeyedRequest,
  type StoredAnswer,
} from './idempotency.ts'

/** What one request asks: some items of one partner, and the key under which it may be repeated. */
export interface Submission<Item, Outcome> {
  readonly partnerId: number
  readonly items: readonly Item[]
  readonly keyed: KeyedRequest<readonly Outcome[]> | null
}

export type SubmissionOutcome<Outcome> =
  /** `answer` is what was kept for repetitions; null where nothing was. */
  | { readonly status: 'done'; readonly outcomes: readonly Outcome[]; readonly answer: StoredAnswer | null }
  /** The key was used before for the same request: this was its answer. */
  | { readonly status: 'answered_before'; readonly answer: StoredAnswer }
  | { readonly status: 'refused'; readonly rejection: Rejection }

type RecordAll<Item, Outcome> = (
  tx: Transaction,
  asked: readonly { partnerId: number; item: Item }[],
) => Promise<readonly Outcome[]>

/**
 * Runs the submissions of many requests in one transaction: those whose keys are known get their first answers, all items
 * of the others are recorded together, and their answers are kept. A submission in which every item was refused leaves
 * nothing behind, not even its key, so that it may be sent again once the cause is gone.
 */
export function runSubmissions<Item, Outcome extends { status: string }>(
  { db, clock }: { db: Database; clock: Clock },
  submissions: readonly Submission<Item, Outcome>[],
  recordAll: RecordAll<Item, Outcome>,
): Promise<SubmissionOutcome<Outcome>[]> {
  const run = () => db.transaction((tx) => runIn(tx, clock, submissions, recordAll))
  // Of several, only those whose keys were not used elsewhere should be tried again together: that is the intake's to do.
  return submissions.length === 1 ? orFirstAnswer(run) : run()
}

async function runIn<Item, Outcome extends { status: string }>(
  tx: Transaction,
  clock: Clock,
  submissions: readonly Submission<Item, Outcome>[],
  recordAll: RecordAll<Item, Outcome>,
): Promise<SubmissionOutcome<Outcome>[]> {
  const given = await listGivenAnswers(tx, keysOf(submissions))
  const recorded = await recordAll(tx, itemsOf(freshOf(submissions, given)))
  const { answers, outcomes } = answerAll(submissions, given, recorded)
  await keepAnswers(tx, clock.now(), answers)
  return outcomes
}

/** The first answers of keys that were used before. */
type GivenAnswers = ReadonlyMap<string, StoredAnswer | Rejection>

/** The keys that submissions carry. */
export function keysOf<Item, Outcome>(submissions: readonly Submission<Item, Outcome>[]) {
  return submissions.flatMap(({ keyed }) => keyed ?? [])
}

const givenTo = (given: GivenAnswers, { keyed }: { keyed: KeyedRequest<never> | null }) =>
  keyed === null ? undefined : given.get(keyName(keyed))

/** The submissions that were not answered before. */
export function freshOf<Item, Outcome>(submissions: readonly Submission<Item, Outcome>[], given: GivenAnswers) {
  return submissions.filter((submission) => givenTo(given, submission) === undefined)
}

/** What submissions ask, one after the other. */
export function itemsOf<Item, Outcome>(submissions: readonly Submission<Item, Outcome>[]) {
  return submissions.flatMap(({ partnerId, items }) => items.map((item) => ({ partnerId, item })))
}

/** The outcome of each submission, and the answers to keep, from the outcomes of all items of the fresh ones. */
export function answerAll<Item, Outcome extends { status: string }>(
  submissions: readonly Submission<Item, Outcome>[],
  given: GivenAnswers,
  recorded: readonly Outcome[],
) {
  const shares = share(freshOf(submissions, given), recorded)
  const answers = answersOf(shares)
  const outcomes = submissions.map((submission): SubmissionOutcome<Outcome> => {
    const answer = givenTo(given, submission)
    if (answer instanceof Rejection) return { status: 'refused', rejection: answer }
    if (answer !== undefined) return { status: 'answered_before', answer }
    return { status: 'done', outcomes: shares.get(submission) ?? [], answer: answers.get(submission)?.answer ?? null }
  })
  return { outcomes, answers: [...answers.values()] }
}

/** Returns to each submission the outcomes of its own items. */
function share<Item, Outcome>(submissions: readonly Submission<Item, Outcome>[], outcomes: readonly Outcome[]) {
  const shares = new Map<Submission<Item, Outcome>, readonly Outcome[]>()
  let taken = 0
  for (const submission of submissions) {
    shares.set(submission, outcomes.slice(taken, taken + submission.items.length))
    taken += submission.items.length
  }
  return shares
}

function answersOf<Item, Outcome extends { status: string }>(
  shares: ReadonlyMap<Submission<Item, Outcome>, readonly Outcome[]>,
) {
  const answers = new Map<
    Submission<Item, Outcome>,
    { keyed: KeyedRequest<readonly Outcome[]>; answer: StoredAnswer }
  >()
  for (const [submission, outcomes] of shares) {
    const { keyed } = submission
    if (keyed === null || outcomes.every(({ status }) => status === 'refused')) continue
    answers.set(submission, { keyed, answer: keyed.present(outcomes) })
  }
  return answers
}
