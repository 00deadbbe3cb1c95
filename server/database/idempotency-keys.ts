import type { Reader, Transaction } from './engine/client.ts'
import type { IdempotencyKeyModel } from './generated/models.ts'
import { columnList } from './engine/tables.ts'

/** A key that a partner sent with a request, and the answer it got. */
export type IdempotencyKey = Readonly<IdempotencyKeyModel>

declare module './engine/tables.ts' {
  interface Rows {
    idempotency_key: IdempotencyKey
  }
}

/** Those of the named keys that have an answer. */
export async function listIdempotencyKeys(
  reader: Reader,
  names: readonly { partnerId: number; key: string }[],
): Promise<IdempotencyKey[]> {
  if (names.length === 0) return []
  return reader.$queryRawUnsafe<IdempotencyKey[]>(
    `select ${columnList('idempotency_key', 'k')} from idempotency_key k
     join json_to_recordset($1::json) as named("partnerId" int, key text) on k.partner_id = named."partnerId" and k.key = named.key`,
    JSON.stringify(names.map(({ partnerId, key }) => ({ partnerId, key }))),
  )
}

/**
 * Deletes keys that were stored before a time. The journal has no deletions: a replay may bring one back, with the answer
 * that it had, until it is deleted again. One that was used again has a later image there, which wins.
 */
export async function deleteIdempotencyKeys(tx: Transaction, before: Date): Promise<void> {
  await tx.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } })
}
