import type { Transaction } from './client.ts'
import { columnList, type Row, type TableName } from './tables.ts'

/** Tables whose rows are named by a UUID. */
type TableOfUuids = { [T in TableName]: Row<T> extends { readonly id: string } ? T : never }[TableName]

/**
 * Locks a row until the transaction ends; null where there is none, or while another transaction has it, unless that is to
 * be waited for.
 */
export async function lockRow<T extends TableOfUuids>(
  tx: Transaction,
  table: T,
  id: string,
  { skipLocked }: { skipLocked: boolean } = { skipLocked: true },
): Promise<Row<T> | null> {
  const rows = await tx.$queryRawUnsafe<Row<T>[]>(
    `select ${columnList(table)} from ${table} where id = $1::uuid for update ${skipLocked ? 'skip locked' : ''}`,
    id,
  )
  return rows[0] ?? null
}
