import type { Transaction } from './engine/client.ts'
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

/**
 * Deletes keys that were stored before a time. The journal has no deletions: a replay may bring one back, with the answer
 * that it had, until it is deleted again. One that was used again has a later image there, which wins.
 */
export async function deleteIdempotencyKeys(tx: Transaction, before: Date): Promise<void> {
  await tx.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } })
}
