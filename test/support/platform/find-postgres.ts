/**
 * Prints the URL of a PostgreSQL in which tests may create databases, or ends with 1. TEST_DATABASE_URL names one; else a
 * server that lets local users in without a password is looked for where libpq would look (PGHOST, PGPORT).
 */
import { Client } from 'pg'

const host = process.env['PGHOST'] ?? '127.0.0.1'
const port = process.env['PGPORT'] ?? '5432'

function candidates(): string[] {
  const named = process.env['TEST_DATABASE_URL']
  if (named) return [named]
  const users = [
    ...new Set([process.env['PGUSER'], 'postgres', 'root', process.env['USER']].filter((user) => user !== undefined)),
  ]
  return ['test', 'postgres'].flatMap((database) =>
    users.map((user) => `postgresql://${user}@${host}:${port}/${database}`),
  )
}

/** Why a URL will not do; undefined when it will. */
async function objectionTo(url: string): Promise<string | undefined> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000 })
  try {
    await client.connect()
    const sql = 'select rolcreatedb or rolsuper as allowed from pg_roles where rolname = current_user'
    const { rows } = await client.query<{ allowed: boolean }>(sql)
    return rows[0]?.allowed ? undefined : 'may not create databases'
  } catch (error) {
    return error instanceof Error ? error.message || error.name : String(error)
  } finally {
    await client.end().catch(() => undefined) // it never connected, or is gone
  }
}

async function main(): Promise<number> {
  for (const url of candidates()) {
    const objection = await objectionTo(url)
    if (objection === undefined) {
      console.log(url)
      return 0
    }
    console.error(`${new URL(url).host}${new URL(url).pathname} as ${new URL(url).username}: ${objection}`)
  }
  return 1
}

process.exitCode = await main()
