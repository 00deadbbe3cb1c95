import type { PGlite, QueryOptions, Results, Transaction as PGliteTransaction } from '@electric-sql/pglite'
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory, Transaction } from '@prisma/driver-adapter-utils'
import { PrismaPGlite } from 'pglite-prisma-adapter'

import { type PreparedStatements, preparedStatementsOf } from './prepared-statements.ts'

/**
 * Prisma's door to PGlite. The package's own adapter does not wait for scripts and swallows a failing COMMIT, so both are
 * done here; its translation of values and errors is kept. PGlite itself keeps other queries out of an open transaction. What is asked
 * again and again is asked by statements that are kept.
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
  const statements = preparedStatementsOf(pglite)
  const ask: Ask = (sql, values, options) => {
    if (!statements.takes(sql)) return pglite.query(sql, values, options)
    return pglite._runExclusiveTransaction(async () => {
      await pglite._checkReady()
      const result = await statements.ask<never>(sql, values, options)
      await pglite.syncToFs()
      return result
    })
  }
  const adapter = await queryableBy(pglite, statements, ask)
  adapter.executeScript = async (script) => {
    await pglite.exec(script)
    await statements.forget()
  }
  adapter.startTransaction = () => startTransaction(pglite, statements)
  return adapter
}

type Ask = (sql: string, values: unknown[], options: QueryOptions) => Promise<Results<never>>

/**
 * Prisma's queryable on what asks PGlite. The package gives its parsers with every query, and PGlite then merges them with its own
 * three hundred again, which takes longer than a small query does. So PGlite keeps them, and reads the same. The packaged queryable
 * asks its client for `query` only.
 */
function queryableBy(pglite: PGlite, statements: PreparedStatements, ask: Ask): Promise<SqlDriverAdapter> {
  const query = async (sql: string, values: unknown[] = [], { parsers, ...options }: QueryOptions = {}) => {
    if (!hasParsers.has(pglite)) Object.assign(pglite.parsers, parsers)
    hasParsers.add(pglite)
    const result = await ask(sql, values, options)
    if (CHANGES_TABLES.test(sql)) await statements.forget()
    return result
  }
  return new PrismaPGlite({ query } as unknown as PGlite).connect()
}

const hasParsers = new WeakSet<PGlite>()

/** What may change the columns that a kept statement answers with. */
const CHANGES_TABLES = /^\s*(?:alter|create|drop)\b/i

/** Rolls back by refusing the callback of PGlite's own transaction: it must not look like a failure. */
class RolledBack extends Error {}

async function startTransaction(pglite: PGlite, statements: PreparedStatements): Promise<Transaction> {
  const started = Promise.withResolvers<PGliteTransaction>()
  const ended = Promise.withResolvers<null>()
  const whole = pglite.transaction(async (tx) => {
    started.resolve(tx)
    await ended.promise
  })
  whole.catch(started.reject)
  const tx = await started.promise
  const queryable = await queryableBy(pglite, statements, async (sql, values, options) =>
    // A closed one refuses by itself.
    tx.closed || !statements.takes(sql) ? tx.query(sql, values, options) : statements.ask(sql, values, options),
  )
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
