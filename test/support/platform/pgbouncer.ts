import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Client } from 'pg'

import { findPgbouncer } from '../../../scripts/find-program.ts'
import { failureOf } from '../failure.ts'
import { waitUntil } from '../system/wait-until.ts'
import { freePort } from './free-port.ts'

/** A pooler in front of a database. */
export interface Pgbouncer {
  /** What a server is given as DATABASE_URL. */
  url: string
  /** What its console answers. */
  ask(sql: string): Promise<Record<string, string>[]>
  end(): Promise<void>
}

/** The fewest connections to the database that will do, however many clients there are: so sessions really change hands. */
export const POOLED_CONNECTIONS = 2

/** Starts PgBouncer in transaction mode before the database of a URL, on a free port and with a folder of its own. */
export async function startPgbouncer(database: URL): Promise<Pgbouncer> {
  const program = findPgbouncer()
  if (program === undefined) throw new Error('PgBouncer is needed: apt-get install pgbouncer, or set PGBOUNCER_PATH')
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'entente-pgbouncer-'))
  const file = join(folder, 'pgbouncer.ini')
  writeFileSync(file, configOf(database, port), { mode: 0o600 })
  const child = spawn(program, [...notAsRoot([folder, file]), file], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk))
  const ended = once(child, 'exit')
  const end = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const url = `postgresql://anyone@127.0.0.1:${String(port)}/`
  const ask: Pgbouncer['ask'] = async (sql) => {
    const client = new Client({ connectionString: `${url}pgbouncer` })
    await client.connect()
    const { rows } = await client.query<Record<string, string>>(sql).finally(() => client.end())
    return rows
  }
  await waitUntil(
    () => (child.exitCode === null ? failureOf(ask('show version')) : Promise.reject(new Error(said))),
    (failure) => failure === null,
    10_000,
  )
  return { url: `${url}${database.pathname.slice(1)}`, ask, end }
}

function configOf({ hostname, port, username, password, pathname }: URL, listenPort: number): string {
  const secret = password === '' ? '' : ` password='${decodeURIComponent(password)}'`
  const login = `user=${decodeURIComponent(username)}${secret}`
  const name = pathname.slice(1)
  return `[databases]
${name} = host=${hostname} port=${port || '5432'} dbname=${name} ${login}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${String(listenPort)}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${String(POOLED_CONNECTIONS)}
max_client_conn = 200
`
}

/** PgBouncer does not run as root: it becomes the user whom Debian's package needs, who must be able to read its file. */
function notAsRoot(paths: readonly string[]): string[] {
  if (process.getuid?.() !== 0) return []
  const [user, group] = ['-u', '-g'].map((kind) => Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' })))
  for (const path of paths) chownSync(path, user ?? 0, group ?? 0)
  return ['-u', 'postgres']
}
