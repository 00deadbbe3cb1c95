import type { Database, Transaction } from '../../database/engine/client.ts'
import { listIdempotencyKeys, saveIdempotencyKey, type IdempotencyKey } from '../../database/idempotency-keys.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection, Transient } from '../../domain/rejection.ts'
import { answerOf, keepAnswers, orFirstAnswer, type StoredAnswer } from './idempotency.ts'

/** What is kept of a request that was carried out and is being answered. */
const UNANSWERED: StoredAnswer = { status: 0, body: null }
/** What is kept of an answer that is shown once. */
const SHOWN_ONCE: StoredAnswer = { status: 1, body: null }

/** A repetition may still be waiting for the first request within so long; later its answer is lost. */
export const ANSWER_MS_MAX = 60_000

/** A request that names itself. Keys of partners are in `partnerId`; others name their caller within the key, under 0. */
export interface OnceRequest {
  readonly partnerId: number
  readonly key: string
  readonly operation: string
  readonly requestHash: string
}

/** How a request that is carried out once was answered. */
export interface OnceAnswer {
  readonly answer: StoredAnswer
  readonly replayed: boolean
}

/**
 * Carries a request out once. Its key is stored in the transaction of what it does, so that neither stands without the other.
 * `act` may open one transaction, of the database that it is given. The answer is stored afterwards, except where it holds a secret.
 * What is refused leaves no key, whatever its transaction wrote: a wrong PIN was counted, and is counted again when it is sent again.
 */
export async function runOnce(
  { db, clock }: { db: Database; clock: Clock },
  request: OnceRequest,
  { keepsAnswer }: { keepsAnswer: boolean },
  act: (db: Database) => Promise<StoredAnswer>,
): Promise<OnceAnswer> {
  const run = async (): Promise<OnceAnswer> => {
    const [row] = await listIdempotencyKeys(db, [request])
    if (row !== undefined) return { answer: firstAnswer(row, request, clock.now()), replayed: true }
    const answer = await act(
      withTransaction(db, async (tx) => keepAnswers(tx, clock.now(), [{ keyed: request, answer: UNANSWERED }])),
    )
    await db.transaction((tx) => keepLate(tx, request, keepsAnswer ? answer : SHOWN_ONCE))
    return { answer, replayed: false }
  }
  try {
    return await orFirstAnswer(run)
  } catch (error) {
    if (!(error instanceof Rejection)) throw error
    // What refuses a request may be its own repetition elsewhere: it took the name, or is still under way.
    const [row] = await listIdempotencyKeys(db, [request])
    if (row === undefined) throw error
    return { answer: firstAnswer(row, request, clock.now()), replayed: true }
  }
}

/** A database whose transactions also do this, unless they end with a refusal. */
function withTransaction(db: Database, also: (tx: Transaction) => Promise<void>): Database {
  const transaction: Database['transaction'] = (run) =>
    db.transaction(async (tx) => {
      const result = await run(tx)
      if (!(result instanceof Rejection)) await also(tx)
      return result
    })
  return Object.create(db, { transaction: { value: transaction } }) as Database
}

function firstAnswer(row: IdempotencyKey, request: OnceRequest, now: Date): StoredAnswer {
  if (row.requestHash !== request.requestHash || row.operation !== request.operation)
    throw new Rejection('idempotency_key_reused')
  const isAnswered = row.status !== UNANSWERED.status
  if (isAnswered && row.status !== SHOWN_ONCE.status) return answerOf(row)
  if (!isAnswered && now.getTime() < row.createdAt.getTime() + ANSWER_MS_MAX)
    throw new Transient('the first request with this Idempotency-Key is being answered', null)
  throw new Rejection('answer_not_kept')
}

async function keepLate(tx: Transaction, { partnerId, key }: OnceRequest, answer: StoredAnswer): Promise<void> {
  const [row] = await listIdempotencyKeys(tx, [{ partnerId, key }])
  // An action that changed nothing opened no transaction, and may be asked again.
  if (row === undefined) return
  await saveIdempotencyKey(tx, { ...row, status: answer.status, response: JSON.stringify(answer.body) })
}
