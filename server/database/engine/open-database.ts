import { dirname, join } from 'node:path'
import { noteEvents, storeNotedEvents } from '../feed-events.ts'
import { Transient } from '../../domain/rejection.ts'
import type { Database, Transaction } from './client.ts'
import { driverFailure } from './driver-failure.ts'
import { openEmbedded } from './embedded.ts'
import { beginSealing, endSealing } from './begin-sealing.ts'
import { openKeyFile } from './key-file.ts'
import { openKeyTable } from './key-table.ts'
import { sealWith } from './keys-of.ts'
import { type OwnerKeys, openOwnerKeys } from './owner-keys.ts'
import { openingAdapter, openingQueries } from './sealed-queries.ts'
import { PrismaClient } from '../generated/client.ts'
import { insertAllStatement } from './insert-all.ts'
import { type NewRows, RowTaken } from './new-rows.ts'
import type { Journal } from './journal.ts'
import { noteJournalRecord } from './journal-position.ts'
import { openPostgres } from './postgres.ts'
import { queryByDriver } from './query-rows.ts'
import { insertRows, rememberSavedRows, savedRows } from './save-rows.ts'

export type DatabaseOptions =
  | {
      readonly kind: 'pglite'
      /** Where PGlite keeps its files; null keeps them in memory. */
      readonly folder: string | null
      readonly journal: Journal | null
      readonly lookupKey?: Uint8Array
    }
  | {
      readonly kind: 'postgres'
      readonly url: string
      /** Where the keys of members are; null, or left out: beside the tables, in a schema of their own. */
      readonly keysUrl?: string | null
      readonly lookupKey?: Uint8Array
    }

/** What wraps the keys of members where nobody says what: in tests, and where there are no members to protect. */
const NO_LOOKUP_KEY = new Uint8Array(32)

/** The journal has what the database refused to commit: only a restart, which replays the journal, makes them equal. */
export class DatabaseBehindJournal extends Error {
  override readonly name = 'DatabaseBehindJournal'

  constructor(cause: unknown) {
    super('the database did not commit what the intake journal holds: stop the server and start it again', { cause })
  }
}

/** How often a transaction is run when PostgreSQL asks for it to be run again (deadlock, serialisation failure). */
export const TRANSACTION_TRIES_MAX = 5

/** The file with the keys of members, beside the folder of the database. */
const KEY_FILE = 'member-keys.sqlite'
/** So long a process may open texts whose key another has destroyed. */
const FRESH_MS = 30_000

const PRISMA_OPTIONS = { maxWait: 60_000, timeout: 60_000 }

/** Opens the database, applies missing migrations and, embedded, the journal's newer records. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.kind === 'pglite' ? openPglite(options) : openPostgresql(options)
}

async function openPglite({
  folder,
  journal,
  lookupKey = NO_LOOKUP_KEY,
}: DatabaseOptions & { kind: 'pglite' }): Promise<Database> {
  const keys = openOwnerKeys(openKeyFile(folder === null ? null : join(dirname(folder), KEY_FILE)), lookupKey)
  const embedded = await openEmbedded(folder, journal, keys).catch(closingKeys(keys))
  const client = new PrismaClient({ adapter: openingAdapter(embedded.adapter, keys) })
  sealWith(client, keys)
  let last: Promise<unknown> = Promise.resolve()
  let behind: DatabaseBehindJournal | null = null
  const close = async (): Promise<void> => {
    await last
    await client.$disconnect()
    await embedded.close(behind === null)
    await keys.close()
  }
  const transaction = <T>(run: (tx: Transaction) => Promise<T>): Promise<T> => {
    const next = last.then(async () => {
      if (behind !== null) throw behind
      return runJournaled({ client, journal, keys }, run, (error) => (behind = new DatabaseBehindJournal(error)))
    })
    // One after the other, so that the journal has the order in which the database committed.
    last = next.catch(() => undefined)
    return next
  }
  return asDatabase(client, { transaction, insertAll: (rows) => transaction((tx) => insertEach(tx, rows)), close })
}

/** Embedded, a statement costs no way over a network, and the journal has to see what was inserted before it is committed. */
async function insertEach(tx: Transaction, { inserts, events }: NewRows): Promise<void> {
  for (const { table, rows } of inserts) {
    const inserted = await insertRows(tx, table, rows)
    if (inserted.length < rows.length) throw new RowTaken()
  }
  noteEvents(tx, events)
}

/**
 * The row images reach the disk just before the COMMIT: the journal may know more than the database, never less, and
 * nobody can read a row that a power cut would still take away.
 */
async function runJournaled<T>(
  { client, journal, keys }: { client: PrismaClient; journal: Journal | null; keys: OwnerKeys },
  run: (tx: Transaction) => Promise<T>,
  onBehind: (error: unknown) => Error,
): Promise<T> {
  const journaled = { appended: false }
  try {
    return await client.$transaction(async (prisma) => {
      const tx = prisma as Transaction
      sealWith(tx, keys)
      if (journal !== null) rememberSavedRows(tx)
      const result = await run(tx)
      await storeNotedEvents(tx)
      if (journal === null) return result
      if (savedRows(tx).length > 0) {
        const seq = appendTo(journal, tx)
        journaled.appended = true
        await noteJournalRecord(tx, seq)
      }
      return result
    }, PRISMA_OPTIONS)
  } catch (error) {
    throw journaled.appended ? onBehind(error) : error
  }
}

function appendTo(journal: Journal, tx: Transaction): bigint {
  try {
    return journal.append(savedRows(tx))
  } catch (error) {
    throw new Transient('the intake journal could not be written', error)
  }
}

async function openPostgresql({
  url,
  keysUrl,
  lookupKey = NO_LOOKUP_KEY,
}: DatabaseOptions & { kind: 'postgres' }): Promise<Database> {
  const { sealed: keys, ...postgres } = await openPostgres(url, async (ask) => {
    const opened = openOwnerKeys(await openKeyTable(keysUrl ?? url), lookupKey, FRESH_MS)
    try {
      if (await beginSealing(ask, opened)) await endSealing(ask, opened)
      return opened
    } catch (error) {
      return closingKeys(opened)(error)
    }
  })
  const queryRows = openingQueries(postgres.queryRows, keys)
  const client = new PrismaClient({ adapter: openingAdapter(postgres.adapter, keys) })
  sealWith(client, keys)
  const transaction = <T>(run: (tx: Transaction) => Promise<T>): Promise<T> =>
    repeatContended(() =>
      client.$transaction(async (prisma) => {
        const tx = prisma as Transaction
        sealWith(tx, keys)
        const result = await run(tx)
        await storeNotedEvents(tx)
        return result
      }, PRISMA_OPTIONS),
    )
  const insertAll = async (rows: NewRows): Promise<void> => {
    const { sql, values } = await insertAllStatement(client, rows)
    if (values.length > 0) await repeatContended(() => postgres.queryRows(sql, values).catch(throwRowTaken))
  }
  const close = async (): Promise<void> => {
    await client.$disconnect()
    await postgres.close()
    await keys.close()
  }
  const database = asDatabase(client, { transaction, insertAll, close })
  queryByDriver(database, queryRows)
  return database
}

function closingKeys(keys: OwnerKeys) {
  return async (error: unknown): Promise<never> => {
    await keys.close()
    throw error
  }
}

/** Runs what PostgreSQL asks to be run again (deadlock, serialisation failure), and not for ever. */
async function repeatContended<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run()
    } catch (error) {
      if (driverFailure(error) !== 'conflict') throw error
      if (tries === TRANSACTION_TRIES_MAX) throw new Transient('the database was too contended', error)
    }
  }
}

/** PostgreSQL's code for a row that breaks a unique constraint. */
const UNIQUE_VIOLATION = '23505'

function throwRowTaken(error: unknown): never {
  throw (error as { code?: string }).code === UNIQUE_VIOLATION ? new RowTaken(error) : error
}

function asDatabase(client: PrismaClient, own: Pick<Database, 'transaction' | 'insertAll' | 'close'>): Database {
  return Object.assign(client, own)
}
