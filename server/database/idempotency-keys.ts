import { DAY_MS } from '../domain/utc-days.ts'
import type { Reader, Transaction } from './engine/client.ts'
import { keysOf } from './engine/keys-of.ts'
import { answersOwner } from './engine/seal-rows.ts'
import type { IdempotencyKeyModel } from './generated/models.ts'
import { namedRowsOf } from './engine/named-rows.ts'
import { saveRows } from './engine/save-rows.ts'

/** A key that a partner sent with a request, and the answer it got. */
export type IdempotencyKey = Readonly<IdempotencyKeyModel>

declare module './engine/tables.ts' {
  interface Rows {
    idempotency_key: IdempotencyKey
  }
}

/** Those of the named keys that have an answer. */
export const listIdempotencyKeys = namedRowsOf('idempotency_key', 'key')

/** Stores what was answered to a key. */
export async function saveIdempotencyKey(tx: Transaction, key: IdempotencyKey): Promise<void> {
  await saveRows(tx, 'idempotency_key', [key])
}

/** So many days before the last are looked at, in case no process ran for some. */
const DAYS_AT_ONCE = 30

/** Destroys the keys of answers of days that are wholly before a time: what the journal and backups have of them is noise. */
export async function destroyAnswerKeys(reader: Reader, before: Date): Promise<void> {
  const days = Array.from({ length: DAYS_AT_ONCE }, (_, back) => new Date(before.getTime() - (back + 1) * DAY_MS))
  await keysOf(reader).destroyExisting(days.map((day) => answersOwner(day.toISOString().slice(0, 10))))
}

/**
 * Deletes keys that were stored before a time. The journal has no deletions: a replay may bring one back, with the answer
 * that it had, until it is deleted again. One that was used again has a later image there, which wins.
 */
export async function deleteIdempotencyKeys(tx: Transaction, before: Date): Promise<void> {
  await tx.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } })
}
