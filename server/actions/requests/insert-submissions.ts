import type { Database } from '../../database/engine/client.ts'
import { type Insert, type NewRows, RowTaken } from '../../database/engine/new-rows.ts'
import type { Clock } from '../../domain/environment.ts'
import { Transient } from '../../domain/rejection.ts'
import { answerRows, listGivenAnswers } from './idempotency.ts'
import { answerAll, freshOf, itemsOf, keysOf, type Submission, type SubmissionOutcome } from './run-submissions.ts'

/** How often submissions are looked at again because a row of theirs was inserted elsewhere meanwhile. */
export const INSERT_TRIES_MAX = 5

/** One of the submissions meets somebody elsewhere again and again; alone, the others need not. */
export class RowsContended extends Transient {
  constructor(cause: unknown) {
    super('others inserted the same rows again and again', cause)
  }
}

/** What becomes of the items of many requests, and the rows that make it so. */
export interface Plan<Outcome> extends NewRows {
  readonly outcomes: readonly Outcome[]
}

/** An item, and the partner whose key brought it. */
interface Asked<Item> {
  readonly partnerId: number
  readonly item: Item
}

/** Reads what the decision on items depends on, and returns what decides on those of them that are not answered yet. */
export type Learn<Item, Outcome> = (
  asked: readonly Asked<Item>[],
) => Promise<(fresh: readonly Asked<Item>[]) => Plan<Outcome>>

/**
 * Carries out submissions that only insert new rows, of many requests, without a transaction that waits for us: what they depend on
 * is read, all of them are planned, and the rows, their events and their answers are inserted in one statement. If a row of theirs was
 * inserted elsewhere meanwhile, nothing of it stands, and all is read again, with that row. As with `runSubmissions`, keys that
 * are known get their first answers, and a submission in which every item was refused leaves nothing behind.
 */
export async function insertSubmissions<Item, Outcome extends { status: string }>(
  { db, clock }: { db: Database; clock: Clock },
  submissions: readonly Submission<Item, Outcome>[],
  learn: Learn<Item, Outcome>,
): Promise<SubmissionOutcome<Outcome>[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await insertOnce(db, clock, submissions, learn)
    } catch (error) {
      if (!(error instanceof RowTaken)) throw error
      if (tries === INSERT_TRIES_MAX) throw new RowsContended(error)
    }
  }
}

async function insertOnce<Item, Outcome extends { status: string }>(
  db: Database,
  clock: Clock,
  submissions: readonly Submission<Item, Outcome>[],
  learn: Learn<Item, Outcome>,
): Promise<SubmissionOutcome<Outcome>[]> {
  // Together, as one way to the database: that some were answered before is rare.
  const [given, planAll] = await Promise.all([listGivenAnswers(db, keysOf(submissions)), learn(itemsOf(submissions))])
  const plan = planAll(itemsOf(freshOf(submissions, given)))
  const { answers, outcomes } = answerAll(submissions, given, plan.outcomes)
  const keys: Insert = { table: 'idempotency_key', rows: answerRows(clock.now(), answers) }
  await db.insertAll({ inserts: [...plan.inserts, keys], events: plan.events })
  return outcomes
}
