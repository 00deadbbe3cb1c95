import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { PrismaPg } from '@prisma/adapter-pg'
import { Client } from 'pg'
import { StartRefused } from '../domain/start-refused.ts'
import { applyMigrations } from './migrate.ts'

/** Any number: it must only be the same in every process of Entente. */
const MIGRATION_LOCK = 7_020_260_223n

/**
 * The adapter of a PostgreSQL database whose tables are up to date. Sessions run in UTC, because the adapter reads and
 * writes times without their zone.
 */
export async function openPostgres(url: string): Promise<{ adapter: PrismaPg }> {
  const adapter = new PrismaPg({ connectionString: url, options: '-c TimeZone=UTC', application_name: 'entente' })
  const lock = new Client({ connectionString: url })
  try {
    await lock.connect()
  } catch (error) {
    const sentence =
      'The PostgreSQL server of DATABASE_URL does not let us in: check that it runs, the URL and the password.'
    throw new StartRefused('database_unreachable', sentence, error)
  }
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await applyMigrations(withWholeScripts(adapter))
  } finally {
    await lock.end()
  }
  return { adapter }
}

/** The package splits scripts at every semicolon and spreads them over connections: a script is sent whole instead. */
function withWholeScripts(packaged: PrismaPg): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: packaged.provider,
    adapterName: packaged.adapterName,
    connectToShadowDb: () => packaged.connectToShadowDb(),
    connect: async () => {
      const adapter = await packaged.connect()
      adapter.executeScript = async (script) => {
        await adapter.underlyingDriver().query(script)
      }
      return adapter
    },
  }
}
