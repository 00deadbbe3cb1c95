import { assert } from '../../domain/assert.ts'
import type { Transaction } from './client.ts'
import type { JournalRecord } from './journal.ts'
import { TABLES, columnList, columnsOf, sqlName } from './tables.ts'
import type { NewRow, Row, TableName } from './tables.ts'

/** What an open transaction wrote to journaled tables, in order; absent where there is no journal. */
const saved = new WeakMap<Transaction, JournalRecord[]>()

/** Begins to remember the rows that a transaction writes. */
export function rememberSavedRows(tx: Transaction): void {
  saved.set(tx, [])
}

/** The row images that the transaction has written so far. */
export function savedRows(tx: Transaction): readonly JournalRecord[] {
  return saved.get(tx) ?? []
}

/** Inserts full rows, or replaces the rows with the same keys, in one statement. No key may occur twice in `rows`. */
export async function saveRows<T extends TableName>(tx: Transaction, table: T, rows: readonly Row<T>[]): Promise<void> {
  if (rows.length === 0) return
  const { key } = TABLES[table]
  const columns = columnsOf(table, rows)
  const images = rowImages(table, columns, rows)
  const names = columns.map((column) => `"${sqlName(column)}"`)
  const updates = columns.filter((column) => !(key as readonly string[]).includes(column)).map(sqlName)
  await tx.$executeRawUnsafe(
    `insert into "${table}" (${names.join(', ')})
     select ${names.join(', ')} from json_populate_recordset(null::"${table}", $1::json)
     on conflict (${key.map((column) => `"${sqlName(column)}"`).join(', ')})
     ${updates.length === 0 ? 'do nothing' : `do update set ${updates.map((name) => `"${name}" = excluded."${name}"`).join(', ')}`}`,
    images,
  )
  if (TABLES[table].journaled) saved.get(tx)?.push({ table, rows: images })
}

/**
 * Inserts new rows in one statement and returns those that were really inserted, with their numbers: a row that breaks
 * a unique constraint is left out, and its rival can be read in the same transaction.
 */
export async function insertRows<T extends TableName>(
  tx: Transaction,
  table: T,
  rows: readonly NewRow<T>[],
): Promise<Row<T>[]> {
  if (rows.length === 0) return []
  const { columns: all, journaled } = TABLES[table]
  const columns = columnsOf(table, rows)
  const names = columns.map((column) => `"${sqlName(column)}"`).join(', ')
  const inserted = await tx.$queryRawUnsafe<Row<T>[]>(
    `insert into "${table}" (${names})
     select ${names} from json_populate_recordset(null::"${table}", $1::json)
     on conflict do nothing returning ${columnList(table)}`,
    rowImages(table, columns, rows),
  )
  const memory = saved.get(tx)
  if (journaled && memory !== undefined && inserted.length > 0)
    memory.push({ table, rows: rowImages(table, all, inserted) })
  return inserted
}

/** Inserts a new row that is whole already, unless it breaks a unique constraint. It may be long, and is not read back. */
export async function insertWholeRow<T extends TableName>(tx: Transaction, table: T, row: Row<T>): Promise<boolean> {
  const { columns, journaled } = TABLES[table]
  const names = columns.map((column) => `"${sqlName(column)}"`).join(', ')
  const image = rowImages(table, columns, [row])
  const inserted = await tx.$executeRawUnsafe(
    `insert into "${table}" (${names}) select ${names} from json_populate_recordset(null::"${table}", $1::json)
     on conflict do nothing`,
    image,
  )
  if (journaled && inserted === 1) saved.get(tx)?.push({ table, rows: image })
  return inserted === 1
}

/** Inserts rows that must all be new, for the reason `why`, and returns them with their numbers. */
export async function insertNewRows<T extends TableName>(
  tx: Transaction,
  table: T,
  rows: readonly NewRow<T>[],
  why: string,
): Promise<Row<T>[]> {
  const inserted = await insertRows(tx, table, rows)
  assert(inserted.length === rows.length, why)
  return inserted
}

/** Rows as JSON text with the columns' SQL names; 64-bit numbers as strings, so that none is rounded on the way. */
export function rowImages(table: TableName, columns: readonly string[], rows: readonly object[]): string {
  const named = columns.map((column) => [column, sqlName(column)] as const)
  return JSON.stringify(rows.map((row) => rowImage(table, named, row as Readonly<Record<string, unknown>>)))
}

function rowImage(
  table: TableName,
  named: readonly (readonly [column: string, name: string])[],
  row: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const image: Record<string, unknown> = {}
  let given = 0
  for (const [column, name] of named) {
    const value = row[column]
    if (value !== undefined) given += 1
    image[name] = typeof value === 'bigint' ? value.toString() : value
  }
  // A forgotten column would be stored as null, and a misspelt one not at all.
  const isWhole = given === named.length && Object.keys(row).length === given
  assert(
    isWhole,
    `a row of ${table} has the columns ${Object.keys(row).join(', ')}, not ${named.map(([column]) => column).join(', ')}`,
  )
  return image
}
