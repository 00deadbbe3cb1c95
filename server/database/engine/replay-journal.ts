import { types } from '@electric-sql/pglite'
import type { PGlite, Transaction } from '@electric-sql/pglite'
import type { Journal, JournalRecord, StoredJournalRecord } from './journal.ts'
import { ALL_ERASED, ERASURE_STATEMENTS } from './erase-rows.ts'
import type { OwnerKeys } from './owner-keys.ts'
import { hasSealed, type Image, ownersOf, sealImage } from './seal-rows.ts'
import { completeImage } from './older-images.ts'
import { TABLES, TABLE_NAMES, sqlName } from './tables.ts'
import type { TableName } from './tables.ts'

/** Records that are applied together: bounds the memory of a replay, not its outcome. */
const RECORDS_AT_ONCE = 4_096
/** Rows of one record of a rewritten journal. */
const ROWS_PER_RECORD = 1_000

/** 64-bit numbers and times go into images as PostgreSQL writes them. */
const AS_IMAGES = {
  [types.INT8]: (text: string) => text,
  [types.TIMESTAMPTZ]: (text: string) => text,
  // The adapter's own parser would leave a JSON value as a text, and the image would hold it quoted.
  [types.JSONB]: (text: string): unknown => JSON.parse(text),
}

type Images = Map<TableName, Map<string, object>>

/**
 * Applies the records after `position`: every row that they name ends with its last image, other rows stay. The rows are
 * taken out first, all of them, because an old image may hold a unique value that has since gone to another row.
 */
export async function replayJournal(
  pglite: PGlite,
  { journal, keys }: { journal: Journal; keys: OwnerKeys },
  position: bigint,
): Promise<void> {
  await pglite.transaction(async (tx) => {
    // The rows of append-only tables are taken out as well, and come back as they were: their triggers must not see it.
    await tx.exec('set local session_replication_role = replica')
    for (const images of chunks(journal.readAfter(position))) await deleteRows(tx, images)
    for (const images of chunks(journal.readAfter(position))) {
      await deleteRows(tx, images)
      await insertImages(tx, await sealOlder(keys, images))
    }
    // The journal has no deletions: whoever was erased must not come back with it.
    for (const statement of ERASURE_STATEMENTS) await tx.exec(statement(ALL_ERASED))
    await moveSequencesOn(tx)
  })
}

/** Writes every journaled table to a journal that has lost records which the database has seen. */
export async function rewriteJournal(pglite: PGlite, journal: Journal, seen: bigint): Promise<void> {
  await journal.beginAnew(seen, readImages(pglite))
}

async function* readImages(pglite: PGlite): AsyncGenerator<JournalRecord> {
  for (const table of TABLE_NAMES.filter((name) => TABLES[name].journaled)) {
    const key = keyNames(table).join(', ')
    for (let offset = 0; ; offset += ROWS_PER_RECORD) {
      const page = `select * from "${table}" order by ${key} limit ${ROWS_PER_RECORD} offset ${offset}`
      const { rows } = await pglite.query(page, [], { parsers: AS_IMAGES })
      if (rows.length === 0) break
      yield { table, rows: JSON.stringify(rows) }
    }
  }
}

/** Groups records and keeps the last image of each row of a group. */
function* chunks(records: Iterable<StoredJournalRecord>): Generator<Images> {
  let images: Images = new Map()
  let count = 0
  for (const { table, rows } of records) {
    if (!Object.hasOwn(TABLES, table)) continue
    const name = table as TableName
    const byKey = images.get(name) ?? new Map<string, object>()
    images.set(name, byKey)
    const key = TABLES[name].key.map(sqlName)
    for (const row of JSON.parse(rows) as Record<string, unknown>[]) {
      byKey.set(JSON.stringify(key.map((column) => row[column])), completeImage(name, row))
    }
    count += 1
    if (count < RECORDS_AT_ONCE) continue
    yield images
    images = new Map()
    count = 0
  }
  if (count > 0) yield images
}

/** Images of versions that sealed nothing. */
async function sealOlder(keys: OwnerKeys, images: Images): Promise<Images> {
  for (const [table, rows] of images) {
    if (!hasSealed(table)) continue
    await keys.prepare(ownersOf(table, [...rows.values()] as Image[]))
    for (const [key, image] of rows) rows.set(key, sealImage(keys, table, image as Image))
  }
  return images
}

async function deleteRows(tx: Transaction, images: Images): Promise<void> {
  for (const [table, rows] of images) {
    const match = keyNames(table)
      .map((name) => `"${table}".${name} = image.${name}`)
      .join(' and ')
    const values = [JSON.stringify([...rows.values()])]
    await tx.query(
      `delete from "${table}" using json_populate_recordset(null::"${table}", $1::json) as image where ${match}`,
      values,
    )
  }
}

async function insertImages(tx: Transaction, images: Images): Promise<void> {
  for (const [table, rows] of images) {
    const columns = TABLES[table].columns.map((column) => `"${sqlName(column)}"`).join(', ')
    const values = [JSON.stringify([...rows.values()])]
    await tx.query(
      `insert into "${table}" (${columns}) select ${columns} from json_populate_recordset(null::"${table}", $1::json)`,
      values,
    )
  }
}

/** Rows were written with their numbers, which leaves the sequences behind. A new one says 1 before and after it gave 1. */
async function moveSequencesOn(tx: Transaction): Promise<void> {
  for (const table of TABLE_NAMES.filter((name) => TABLES[name].columns.includes('seq') && TABLES[name].journaled)) {
    await tx.query(
      `select setval('"${table}_seq_seq"', largest.seq)
       from (select max(seq) as seq from "${table}") as largest, "${table}_seq_seq" as present
       where largest.seq >= present.last_value`,
    )
  }
}

function keyNames(table: TableName): string[] {
  return TABLES[table].key.map((column) => `"${sqlName(column)}"`)
}
