import { randomUUID } from 'node:crypto'
import { Pool, type QueryResultRow } from 'pg'

import { throwTransient } from './driver-failure.ts'
import type { KeyStore } from './owner-keys.ts'
import { CONNECT_MS_MAX, TimezonedClient } from './postgres-adapter.ts'

/** Any number: it must only be the same in every process of Entente. */
const SCHEMA_LOCK = 7_020_260_224n
/** Few and short: a transaction that waits for a key holds another connection meanwhile, so that keys have some of their own. */
const CONNECTIONS_MAX = 2

/**
 * Keys in tables of a schema of their own, which all processes share, and which backups that are kept for long leave out. Not in the same schema,
 * so that neither a dump of the tables nor a look at them has both.
 */
export async function openKeyTable(url: string): Promise<KeyStore> {
  const pool = new Pool({
    connectionString: url,
    application_name: 'entente keys',
    max: CONNECTIONS_MAX,
    Client: TimezonedClient,
    connectionTimeoutMillis: CONNECT_MS_MAX,
  })
  pool.on('error', () => undefined)
  try {
    return { id: await makeTables(pool), ...keysOf(pool), close: () => pool.end() }
  } catch (error) {
    await pool.end()
    throw error
  }
}

function keysOf(pool: Pool): Pick<KeyStore, 'read' | 'insert' | 'destroy'> {
  const query = <Row extends QueryResultRow>(sql: string, values: unknown[] = []) =>
    pool.query<Row>(sql, values).catch(throwTransient)
  return {
    async read(owners) {
      const sql = 'select owner, wrapped from entente_keys.owner_key where owner = any($1::text[])'
      const { rows } = await query<{ owner: string; wrapped: string | null }>(sql, [owners])
      return new Map(rows.map(({ owner, wrapped }) => [owner, wrapped]))
    },
    async insert(keys) {
      // In order, so that no two processes wait for each other.
      const sorted = keys.toSorted((a, b) => (a.owner < b.owner ? -1 : 1))
      const { rows } = await query<{ owner: string }>(
        `insert into entente_keys.owner_key (owner, wrapped) select * from unnest($1::text[], $2::text[])
         on conflict (owner) do nothing returning owner`,
        [sorted.map(({ owner }) => owner), sorted.map(({ wrapped }) => wrapped)],
      )
      return new Set(rows.map(({ owner }) => owner))
    },
    async destroy(owners) {
      await query(
        `insert into entente_keys.owner_key (owner, wrapped) select owner, null from unnest($1::text[]) as owner order by owner
         on conflict (owner) do update set wrapped = null`,
        [owners],
      )
      // The old version of a row stays in its page until it is vacuumed.
      await query('vacuum entente_keys.owner_key')
    },
  }
}

async function makeTables(pool: Pool): Promise<string> {
  await pool.query(`do $$ begin
    perform pg_advisory_xact_lock(${String(SCHEMA_LOCK)});
    create schema if not exists entente_keys;
    create table if not exists entente_keys.owner_key (owner text primary key, wrapped text);
    create table if not exists entente_keys.store (only_one int primary key check (only_one = 1), id text not null);
    insert into entente_keys.store values (1, '${randomUUID()}') on conflict do nothing;
  end $$`)
  const { rows } = await pool.query<{ id: string }>('select id from entente_keys.store')
  return rows[0]?.id ?? ''
}
