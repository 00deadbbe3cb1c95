import { PrismaPg } from '@prisma/adapter-pg'
import { Client, Pool } from 'pg'
import { StartRefused } from '../../domain/start-refused.ts'
import { applyMigrations } from './migrate.ts'

/** Any number: it must only be the same in every process of Entente. */
const MIGRATION_LOCK = 7_020_260_223n

/**
 * The adapter of a PostgreSQL database whose tables are up to date. Sessions run in UTC, because the adapter reads and
 * writes times without their zone.
 */
export async function openPostgres(url: string): Promise<{ adapter: PrismaPg; close: () => Promise<void> }> {
  const settings = { connectionString: url, options: '-c TimeZone=UTC', application_name: 'entente' }
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
    await migrate(new PrismaPg(settings))
  } finally {
    await lock.end()
  }
  // Prisma leaves the connections of its own pools to time out, which keeps a process alive that has ended its work.
  const pool = new Pool(settings)
  // An idle connection that breaks is replaced when it is needed; without a listener it would end the process.
  pool.on('error', () => undefined)
  return { adapter: new PrismaPg(pool), close: () => pool.end() }
}

/**
 * The engine connects and never disconnects, and its session keeps a lock that stops the next process for as long as it
 * lives: so its connections are ended here.
 */
async function migrate(packaged: PrismaPg): Promise<void> {
  const connected: Awaited<ReturnType<PrismaPg['connect']>>[] = []
  try {
    await applyMigrations({
      provider: packaged.provider,
      adapterName: packaged.adapterName,
      connectToShadowDb: () => packaged.connectToShadowDb(),
      connect: async () => {
        const adapter = await packaged.connect()
        // The package splits scripts at every semicolon and spreads them over connections: a script is sent whole instead.
        adapter.executeScript = async (script) => {
          await adapter.underlyingDriver().query(script)
        }
        connected.push(adapter)
        return adapter
      },
    })
  } finally {
    await Promise.all(connected.map((adapter) => adapter.dispose()))
  }
}
