import { assert } from '../../domain/assert.ts'
import type { Reader, Transaction } from './client.ts'
import type { JournalRecord } from './journal.ts'
import { keysOf } from './keys-of.ts'
import { hasSealed, type Image, nameColumnsOf, ownersOf, sealImage } from './seal-rows.ts'
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
  const images = JSON.stringify(await sealedImages(tx, table, columns, rows))
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
  const images = await sealedImages(tx, table, columns, rows)
  const names = columns.map((column) => `"${sqlName(column)}"`).join(', ')
  const isSealed = hasSealed(table)
  const found = await tx.$queryRawUnsafe<Row<T>[]>(
    `insert into "${table}" (${names})
     select ${names} from json_populate_recordset(null::"${table}", $1::json)
     on conflict do nothing returning ${isSealed ? numberList(table) : columnList(table)}`,
    JSON.stringify(images),
  )
  // What was just sealed need not be opened and sealed again.
  const numbered = isSealed ? numberedOf(table, { rows, images, found }) : null
  const memory = saved.get(tx)
  if (journaled && memory !== undefined && found.length > 0) {
    const stored = numbered?.images ?? (await sealedImages(tx, table, all, found))
    memory.push({ table, rows: JSON.stringify(stored) })
  }
  return numbered?.rows ?? found
}

/** What tells which rows were inserted, their numbers and their keyed hashes. */
function numberList(table: TableName): string {
  const { key, columns } = TABLES[table]
  const hashes = nameColumnsOf(table)
  const told = [...key, ...columns.filter((column) => column === 'seq' || hashes.has(sqlName(column)))]
  return told.map((column) => `"${table}"."${sqlName(column)}" as "${column}"`).join(', ')
}

/** The rows that were inserted, and their images, as they were given, each with its number. */
function numberedOf<T extends TableName>(
  table: T,
  { rows, images, found }: { rows: readonly NewRow<T>[]; images: readonly Image[]; found: readonly object[] },
): { rows: Row<T>[]; images: Image[] } {
  const { key } = TABLES[table]
  const nameOf = (valueOf: (column: string) => unknown) => JSON.stringify(key.map((column) => keyText(valueOf(column))))
  // Of two with one key the first was inserted.
  const given = new Map(
    images
      .map((image, at) => [nameOf((column) => image[sqlName(column)]), { image, row: rows[at] }] as const)
      .toReversed(),
  )
  const inserted = found.map((one) => {
    const values = one as Readonly<Record<string, unknown>>
    const own = given.get(nameOf((column) => values[column]))
    assert(own !== undefined, 'what was inserted was asked for')
    const told = Object.fromEntries(
      Object.entries(values).filter(([column]) => !(key as readonly string[]).includes(column)),
    )
    const { seq } = values as { readonly seq?: bigint }
    return {
      row: { ...own.row, ...told } as Row<T>,
      image: seq === undefined ? own.image : { ...own.image, seq: String(seq) },
    }
  })
  return { rows: inserted.map(({ row }) => row), images: inserted.map(({ image }) => image) }
}

const keyText = (value: unknown) => (typeof value === 'bigint' ? String(value) : value)

/** Inserts a new row that is whole already, unless it breaks a unique constraint. It may be long, and is not read back. */
export async function insertWholeRow<T extends TableName>(tx: Transaction, table: T, row: Row<T>): Promise<boolean> {
  const { columns, journaled } = TABLES[table]
  const names = columns.map((column) => `"${sqlName(column)}"`).join(', ')
  const image = JSON.stringify(await sealedImages(tx, table, columns, [row]))
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

/** Rows as JSON values with the columns' SQL names, sealed where they must be; 64-bit numbers as strings, so that none is rounded on the way. */
export async function sealedImages(
  reader: Reader,
  table: TableName,
  columns: readonly string[],
  rows: readonly object[],
): Promise<Image[]> {
  const hashes = nameColumnsOf(table)
  const named = columns.map((column) => [column, sqlName(column), hashes.has(sqlName(column))] as const)
  const images = rows.map((row) => rowImage(table, named, row as Readonly<Record<string, unknown>>))
  if (!hasSealed(table)) return images
  const keys = keysOf(reader)
  await keys.prepare(ownersOf(table, images))
  return images.map((image) => sealImage(keys, table, image))
}

/** A row by its SQL names. A keyed hash may be missing: it is filled in as the row is sealed. */
function rowImage(
  table: TableName,
  named: readonly (readonly [column: string, name: string, isHash: boolean])[],
  row: Readonly<Record<string, unknown>>,
): Image {
  const image: Image = {}
  let given = 0
  for (const [column, name, isHash] of named) {
    const value = row[column]
    if (value !== undefined) given += 1
    else if (isHash) continue
    image[name] = typeof value === 'bigint' ? value.toString() : value
  }
  // A forgotten column would be stored as null, and a misspelt one not at all.
  const isWhole =
    Object.keys(row).length === given && named.every(([, name, isHash]) => isHash || image[name] !== undefined)
  assert(
    isWhole,
    `a row of ${table} has the columns ${Object.keys(row).join(', ')}, not ${named.map(([column]) => column).join(', ')}`,
  )
  return image
}
