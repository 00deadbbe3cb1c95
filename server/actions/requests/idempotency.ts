import type { Reader, Transaction } from '../../database/engine/client.ts'
import { listIdempotencyKeys, type IdempotencyKey } from '../../database/idempotency-keys.ts'
import { insertRows } from '../../database/engine/save-rows.ts'
import { assert } from '../../domain/assert.ts'
import { orRejection, Rejection, Transient } from '../../domain/rejection.ts'

export type Json = IdempotencyKey['response']

/** An answer as it was given first, and is given again. */
export interface StoredAnswer {
  readonly status: number
  readonly body: Json
}

/** A request that names itself, so that its repetition gets the first answer. */
export interface KeyedRequest<Result> {
  readonly partnerId: number
  readonly key: string
  readonly operation: string
  /** Keyed hash of path and body: hash-request.ts. */
  readonly requestHash: string
  /** Puts the result into the form of the caller's protocol, which is stored and repeated. */
  readonly present: (result: Result) => StoredAnswer
}

type AnyKeyedRequest = Omit<KeyedRequest<never>, 'present'>

/** Another process answered the same key meanwhile: nothing of this transaction may stand, and the next try finds that answer. */
export class KeyUsedElsewhere extends Transient {
  constructor() {
    super('the same Idempotency-Key was used elsewhere at the same time', null)
  }
}

/** Runs a request's transaction; once more when another process answered its key meanwhile, to give that answer. */
export async function orFirstAnswer<T>(
  run: () => Promise<T>,
  mayBeRepetition: (error: unknown) => boolean = () => false,
): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof KeyUsedElsewhere || mayBeRepetition(error)) return run()
    throw error
  }
}

/** Names a keyed request within one run. */
export function keyName({ partnerId, key }: AnyKeyedRequest): string {
  return `${partnerId}/${key}`
}

/** The answer that a row keeps. */
export function answerOf(row: IdempotencyKey): StoredAnswer {
  // The key that it was sealed with is gone, with the member whom it was about.
  if (row.response === null) throw new Rejection('answer_not_kept')
  assert(typeof row.response === 'string', 'answers are kept as texts')
  return { status: row.status, body: JSON.parse(row.response) as Json }
}

/** The outcome of earlier requests with the same keys: the first answer, or a refusal when the key was used for something else. */
export async function listGivenAnswers(
  reader: Reader,
  keyed: readonly AnyKeyedRequest[],
): Promise<ReadonlyMap<string, StoredAnswer | Rejection>> {
  const asked = new Map(keyed.map((keyed) => [keyName(keyed), keyed]))
  const given = new Map<string, StoredAnswer | Rejection>()
  for (const row of await listIdempotencyKeys(reader, keyed)) {
    const keyed = asked.get(keyName(row))
    const same = keyed?.requestHash === row.requestHash && keyed.operation === row.operation
    given.set(keyName(row), same ? orRejection(() => answerOf(row)) : new Rejection('idempotency_key_reused'))
  }
  return given
}

/** Keeps answers in the transaction that made them true. */
export async function keepAnswers(
  tx: Transaction,
  createdAt: Date,
  answers: readonly { keyed: AnyKeyedRequest; answer: StoredAnswer }[],
): Promise<void> {
  const rows = answerRows(createdAt, answers)
  const kept = await insertRows(tx, 'idempotency_key', rows)
  if (kept.length < rows.length) throw new KeyUsedElsewhere()
}

/** The rows that keep answers. */
export function answerRows(
  createdAt: Date,
  answers: readonly { keyed: AnyKeyedRequest; answer: StoredAnswer }[],
): IdempotencyKey[] {
  return answers.map(({ keyed: { partnerId, key, operation, requestHash }, answer }) => ({
    partnerId,
    key,
    operation,
    requestHash,
    status: answer.status,
    // As a text: jsonb would put the fields into an order of its own, and the first answer is given again as it was.
    response: JSON.stringify(answer.body),
    createdAt,
  }))
}
