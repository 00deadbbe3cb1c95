import { setTimeout as sleep } from 'node:timers/promises'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { Client, Pool, type PoolClient } from 'pg'
import { StartRefused } from '../../domain/start-refused.ts'
import type { AskPlainly } from './begin-sealing.ts'
import { applyMigrations } from './migrate.ts'
import { CONNECT_MS_MAX, postgresAdapter, TimezonedClient } from './postgres-adapter.ts'
import { openPipelined } from './pipelined-connections.ts'
import { PARSERS, postgresQueries } from './postgres-queries.ts'
import type { QueryRows } from './query-rows.ts'

/** Any number: it must only be the same in every process of Entente. */
const MIGRATION_LOCK = 7_020_260_223n
const LOCK_EVERY_MS = 100

/** The adapter of a PostgreSQL database whose tables are up to date. */
export async function openPostgres<Sealed>(
  url: string,
  /** Run by one process at a time, once the tables are up to date. */
  seal: (ask: AskPlainly) => Promise<Sealed>,
): Promise<{
  adapter: SqlMigrationAwareDriverAdapterFactory
  queryRows: QueryRows
  sealed: Sealed
  close: () => Promise<void>
}> {
  const settings = {
    connectionString: url,
    application_name: 'entente',
    connectionTimeoutMillis: CONNECT_MS_MAX,
    types: PARSERS,
  }
  const pool = new Pool({ ...settings, Client: TimezonedClient })
  // An idle connection that breaks is replaced when it is needed; without a listener it would end the process.
  pool.on('error', () => undefined)
  const adapter = postgresAdapter(pool)
  const pipelined = openPipelined(async () => {
    const client = new Client({ ...settings, pipeline: true })
    await client.connect()
    return client
  })
  try {
    const sealed = await migrate(pool, adapter, seal)
    const close = async () => {
      await pipelined.end()
      await pool.end()
    }
    return { adapter, queryRows: postgresQueries(pipelined), sealed, close }
  } catch (error) {
    await pool.end()
    throw error
  }
}

/**
 * One process at a time applies what is missing. The lock is that of a transaction, which waits on a connection of its own:
 * a lock of a session would stay with the pooled connection when this process is gone.
 */
async function migrate<Sealed>(
  pool: Pool,
  adapter: SqlMigrationAwareDriverAdapterFactory,
  seal: (ask: AskPlainly) => Promise<Sealed>,
): Promise<Sealed> {
  const lock = await takeMigrationLock(pool)
  try {
    await refuseDateStyle(lock)
    await lock.query('set local idle_in_transaction_session_timeout = 0')
    await applyMigrations(adapter)
    const sealed = await seal(
      async (sql, values = []) => (await pool.query<Record<string, unknown>>(sql, [...values])).rows,
    )
    await lock.query('commit')
    lock.release()
    return sealed
  } catch (error) {
    lock.release(true)
    throw error
  }
}

/** A process that waits inside the database holds a pooled connection; many starting together could take them all. */
async function takeMigrationLock(pool: Pool): Promise<PoolClient> {
  for (;;) {
    const client = await begin(pool)
    const sql = 'select pg_try_advisory_xact_lock($1) as taken'
    const { rows } = await client.query<{ taken: boolean }>(sql, [MIGRATION_LOCK])
    if (rows[0]?.taken === true) return client
    await client.query('rollback')
    client.release()
    await sleep(LOCK_EVERY_MS)
  }
}

async function begin(pool: Pool): Promise<PoolClient> {
  let client: PoolClient | undefined
  try {
    client = await pool.connect()
    await client.query('begin')
    return client
  } catch (error) {
    client?.release(true)
    const sentence =
      'The PostgreSQL server of DATABASE_URL does not let us in: check that it runs, the URL and the password.'
    throw new StartRefused('database_unreachable', sentence, error)
  }
}

/** Any time zone will do, because a time is read together with its own, but not every way of writing times. */
async function refuseDateStyle(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ DateStyle: string }>('show datestyle')
  const style = rows[0]?.DateStyle ?? ''
  if (style.startsWith('ISO')) return
  const remedy = "set it to ISO for the database (alter database ... set datestyle = 'ISO'), and start again"
  throw new StartRefused('database_date_style', `PostgreSQL writes times in the DateStyle ${style}: ${remedy}.`)
}
