import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { openDatabase } from '../../server/database/engine/open-database.ts'
import type { Database } from '../../server/database/engine/client.ts'
import { TABLE_NAMES } from '../../server/database/engine/tables.ts'
import { reverseUnorderedRows } from './unordered-rows.ts'

let shared: Promise<Database> | undefined

/**
 * An empty database of the test's own: PGlite in memory, or with TEST_DATABASE_URL a new database on that PostgreSQL,
 * which `close` drops, which is not in UTC, and where rows that nobody ordered come in reverse. Making one costs two seconds:
 * most suites want `sharedTestDatabase`.
 */
export async function openTestDatabase(): Promise<Database> {
  const server = process.env['TEST_DATABASE_URL']
  if (server === undefined) return openDatabase({ kind: 'pglite', folder: null, journal: null })
  reverseUnorderedRows()
  const name = `entente_test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database "${name}"`)
  await onServer(server, `alter database "${name}" set timezone = 'Asia/Kathmandu'`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const database = await openDatabase({ kind: 'postgres', url: url.href })
  const close = database.close.bind(database)
  return Object.assign(database, {
    close: async () => {
      await close()
      await onServer(server, `drop database "${name}" with (force)`)
    },
  })
}

/** The database that the suites of one run share, emptied: ask for it in `beforeEach`, and never close it. */
export async function sharedTestDatabase(): Promise<Database> {
  shared ??= openTestDatabase()
  const database = await shared
  await emptyTables(database)
  return database
}

/** How often rows are deleted before the tables are truncated, which also frees the place that the rows took. */
const DELETES_MAX = 50
const deletes = new WeakMap<Database, number>()

/**
 * Takes out all rows and lets the sequences begin again. To truncate takes 60 ms (PGlite) to hundreds (PostgreSQL, which
 * makes new files), to delete the few rows of a test a few.
 */
export async function emptyTables(database: Database): Promise<void> {
  const times = deletes.get(database) ?? DELETES_MAX
  deletes.set(database, times === DELETES_MAX ? 0 : times + 1)
  if (times === DELETES_MAX) await database.$executeRawUnsafe(TRUNCATE)
  else if (onPglite()) await emptyByFunction(database)
  else await database.$executeRawUnsafe(`do $$ ${DELETE} $$`)
}

const withFunction = new WeakSet<Database>()

/** PGlite has one connection, which plans the hundred statements of a function once, and those of a script each time: 7 ms instead of 14. */
async function emptyByFunction(database: Database): Promise<void> {
  if (!withFunction.has(database))
    await database.$executeRawUnsafe(
      `create function pg_temp.empty_tables() returns void language plpgsql as $$ ${DELETE} $$`,
    )
  withFunction.add(database)
  await database.$executeRawUnsafe('select pg_temp.empty_tables()')
}

/** The audit log refuses to be emptied: its triggers are told to look away. */
const LOOK_AWAY = `perform set_config('session_replication_role', 'replica', true);`

const TRUNCATE = `do $$ begin
  ${LOOK_AWAY}
  truncate ${TABLE_NAMES.map((name) => `"${name}"`).join(', ')} restart identity;
end $$`

const DELETE = `begin
  ${LOOK_AWAY}
  ${TABLE_NAMES.map((name) => `if exists (select from "${name}") then delete from "${name}"; end if;`).join('\n  ')}
  perform setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    from pg_sequences where last_value is not null;
end`

/** Whether the tests run on PGlite: what is about its folder and its journal has no meaning elsewhere. */
export function onPglite(): boolean {
  return process.env['TEST_DATABASE_URL'] === undefined
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

// Registered on mocha's root suite: the shared database ends with the run, or its connections would keep it alive.
if (typeof after === 'function') {
  after(async () => {
    await (await shared)?.close()
  })
}
