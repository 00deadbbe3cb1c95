import type { PGlite, QueryOptions, Results, Transaction as PGliteTransaction } from '@electric-sql/pglite'
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory, Transaction } from '@prisma/driver-adapter-utils'
import { PrismaPGlite } from 'pglite-prisma-adapter'

/**
 * Prisma's door to PGlite. The package's own adapter does not wait for scripts and swallows a failing COMMIT, so both are
 * done here; its translation of values and errors is kept. PGlite itself keeps other queries out of an open transaction.
 */
export function pgliteAdapter(
  pglite: PGlite,
  openShadow: () => Promise<PGlite>,
): SqlMigrationAwareDriverAdapterFactory {
  const packaged = new PrismaPGlite(pglite)
  return {
    provider: packaged.provider,
    adapterName: packaged.adapterName,
    connect: () => connect(pglite),
    connectToShadowDb: async () => {
      const shadow = await openShadow()
      const adapter = await connect(shadow)
      adapter.dispose = () => shadow.close()
      return adapter
    },
  }
}

async function connect(pglite: PGlite): Promise<SqlDriverAdapter> {
  const adapter = await new PrismaPGlite(withParsersKept(pglite, pglite)).connect()
  adapter.executeScript = async (script) => {
    await pglite.exec(script)
  }
  adapter.startTransaction = () => startTransaction(pglite)
  return adapter
}

/**
 * The package gives its parsers with every query, and PGlite then merges them with its own three hundred again, which
 * takes longer than a small query does. So PGlite keeps them, and reads the same. The packaged queryable asks its client for
 * `query` only, which a transaction of PGlite has as well.
 */
function withParsersKept(pglite: PGlite, client: Pick<PGlite, 'query'>): PGlite {
  const query = <T>(
    sql: string,
    values?: unknown[],
    { parsers, ...options }: QueryOptions = {},
  ): Promise<Results<T>> => {
    if (!hasParsers.has(pglite)) Object.assign(pglite.parsers, parsers)
    hasParsers.add(pglite)
    return client.query<T>(sql, values, options)
  }
  return { query } as unknown as PGlite
}

const hasParsers = new WeakSet<PGlite>()

/** Rolls back by refusing the callback of PGlite's own transaction: it must not look like a failure. */
class RolledBack extends Error {}

async function startTransaction(pglite: PGlite): Promise<Transaction> {
  const started = Promise.withResolvers<PGliteTransaction>()
  const ended = Promise.withResolvers<null>()
  const whole = pglite.transaction(async (tx) => {
    started.resolve(tx)
    await ended.promise
  })
  whole.catch(started.reject)
  const tx = await started.promise
  const queryable = await new PrismaPGlite(withParsersKept(pglite, tx)).connect()
  return Object.assign(queryable, {
    options: { usePhantomQuery: true },
    commit: async () => {
      ended.resolve(null)
      await whole
    },
    rollback: async () => {
      ended.reject(new RolledBack())
      await whole.catch((error: unknown) => {
        if (!(error instanceof RolledBack)) throw error
      })
    },
  })
}
