import { PrismaPg } from '@prisma/adapter-pg'
import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQuery,
  SqlQueryable,
} from '@prisma/driver-adapter-utils'
import { Client, types, type ClientConfig, type Pool } from 'pg'
import { assert } from '../../domain/assert.ts'
import { READ_ONLY_CODE, throwTransient } from './driver-failure.ts'

/** So long is waited for a connection: without a limit, one to a machine that is gone is waited for until the system gives up. */
export const CONNECT_MS_MAX = 30_000
/** The schema engine takes this lock for its session and never gives it back. */
const ENGINE_LOCK = /^select pg_advisory_lock\(/i

/**
 * Prisma's door to PostgreSQL. It asks nothing of a session that the next transaction could miss, because a pooler such as
 * PgBouncer gives every transaction another one. The package's own adapter writes times without their zone and cuts off the
 * zone of those that it reads, so it is right in a session in UTC only: here times travel with their zone. The pool must be
 * one of `TimezonedClient`s.
 */
export function postgresAdapter(pool: Pool): SqlMigrationAwareDriverAdapterFactory {
  const packaged = new PrismaPg(pool)
  return {
    provider: packaged.provider,
    adapterName: packaged.adapterName,
    connect: async () => connect(pool, await packaged.connect()),
    connectToShadowDb: () => packaged.connectToShadowDb(),
  }
}

function connect(pool: Pool, adapter: SqlDriverAdapter): SqlDriverAdapter {
  wrapQueries(adapter)
  const startTransaction = adapter.startTransaction.bind(adapter)
  adapter.startTransaction = async (isolationLevel) =>
    wrapQueries(await startTransaction(isolationLevel).catch(throwTransient))
  // The package splits scripts at every semicolon and spreads them over connections: a script is sent whole instead.
  adapter.executeScript = async (script) => {
    await pool.query(script)
  }
  const executeRaw = adapter.executeRaw.bind(adapter)
  // NOTE: behind a pooler the engine's lock would outlive the process. `openPostgres` holds one that ends with a transaction.
  adapter.executeRaw = async (query) => (ENGINE_LOCK.test(query.sql) ? 0 : executeRaw(query))
  return adapter
}

function wrapQueries<T extends SqlQueryable>(queryable: T): T {
  const queryRaw = queryable.queryRaw.bind(queryable)
  const executeRaw = queryable.executeRaw.bind(queryable)
  queryable.queryRaw = (query) => queryRaw(withZones(query)).catch(throwTransient)
  queryable.executeRaw = (query) => executeRaw(withZones(query)).catch(throwTransient)
  return queryable
}

/** The query with its times as texts that say UTC, and said to be texts, so that the package leaves them as they are. */
function withZones(query: SqlQuery): SqlQuery {
  if (!query.argTypes.some(({ scalarType }) => scalarType === 'datetime')) return query
  return {
    ...query,
    args: query.args.map((arg, index) => (query.argTypes[index]?.scalarType === 'datetime' ? zoned(arg) : arg)),
    argTypes: query.argTypes.map((type) => (type.scalarType === 'datetime' ? { ...type, scalarType: 'string' } : type)),
  }
}

function zoned(time: unknown): unknown {
  if (Array.isArray(time)) return time.map(zoned)
  // Years of more than four digits have a sign in JavaScript and none in PostgreSQL.
  return time === null ? null : new Date(time as string | Date).toISOString().replace(/^\+/, '')
}

/** The part of the driver's client that its types leave out. */
interface WithConnection {
  readonly connection: {
    readonly stream: { destroy(): void }
    on(event: 'errorMessage', listener: (message: { readonly code?: string }) => void): void
  }
}

/**
 * A connection whose times are read with the zone that PostgreSQL writes behind them, whichever that is. One that leads to a standby,
 * or to a primary that was replaced, is ended: back in the pool it would refuse every write, for as long as the server there lives.
 */
export class TimezonedClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config)
    const { connection } = this as unknown as WithConnection
    connection.on('errorMessage', ({ code }) => {
      // Not at once, so that whoever asked is told why.
      if (code === READ_ONLY_CODE) setImmediate(() => connection.stream.destroy())
    })
    // Whoever uses it learns of its end by the query; without a listener it would end the process.
    this.on('error', () => undefined)
    const query = this.query.bind(this) as (asked: unknown, ...rest: unknown[]) => unknown
    this.query = ((asked: unknown, ...rest: unknown[]) => query(readZones(asked), ...rest)) as typeof this.query
  }
}

interface Parsers {
  getTypeParser(oid: number, format?: string): (text: string) => unknown
}

/** The number by which PostgreSQL knows `timestamptz`. */
const TIMESTAMPTZ: number = types.builtins.TIMESTAMPTZ
const parseDate = (types as Parsers).getTypeParser(TIMESTAMPTZ)

function readZones(asked: unknown): unknown {
  if (typeof asked !== 'object' || asked === null || !('types' in asked)) return asked
  const given = asked.types as Parsers
  const getTypeParser: Parsers['getTypeParser'] = (oid, format) =>
    oid === TIMESTAMPTZ ? parseTime : given.getTypeParser(oid, format)
  return { ...asked, types: { getTypeParser } }
}

function parseTime(text: string): string {
  const time = parseDate(text)
  assert(time instanceof Date, 'PostgreSQL writes times as ISO 8601')
  return time.toISOString()
}
