import { Client } from 'pg'

/** The PostgreSQL at TEST_DATABASE_URL, if it answers; null where none is named. One that is named must answer. */
export async function findTestPostgres(): Promise<string | null> {
  const url = process.env['TEST_DATABASE_URL']
  if (!url) return null
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  await client.connect()
  await client.end()
  return url
}
