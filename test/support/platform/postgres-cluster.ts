import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { Client } from 'pg'

import { freePort } from './free-port.ts'

const execute = promisify(execFile)
const DEBIAN = '/usr/lib/postgresql'

/** A PostgreSQL of a test's own, which it may restart, lose, and let another take over from. */
export interface Cluster {
  port: number
  /** Ends it as a lost host does, without a word to anybody, and starts it again: it recovers from its log. */
  crashAndStart(): Promise<void>
  /** Starts it if it does not run. */
  start(): Promise<void>
  crash(): Promise<void>
  /** A second one with all that this one has committed, which waits to take over. Commits wait for it from now on. */
  addStandby(): Promise<Cluster>
  /** Has a standby take over. */
  promote(): Promise<void>
  query(sql: string): Promise<unknown[]>
  /** Ends it and removes its files. */
  close(): Promise<void>
}

/** Where PostgreSQL's own programs are; null where they are not installed. */
export function findPostgresPrograms(): string | null {
  if (!existsSync(DEBIAN)) return null
  const newest = readdirSync(DEBIAN)
    .toSorted((a, b) => Number(a) - Number(b))
    .at(-1)
  return newest === undefined ? null : join(DEBIAN, newest, 'bin')
}

/** Makes an empty cluster in a new folder, or in `within`, and starts it. */
export async function openCluster(within = tmpdir()): Promise<Cluster> {
  const data = await makeFolder(within)
  await run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--wal-segsize=1')
  const cluster = clusterAt(data, await freePort())
  await cluster.start()
  return cluster
}

function clusterAt(data: string, port: number): Cluster {
  const query = async (sql: string): Promise<unknown[]> => {
    const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' })
    await client.connect()
    const { rows } = await client.query(sql).finally(() => client.end())
    return rows
  }
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200`
  const control = (...args: string[]) => run('pg_ctl', '-D', data, '-w', '-t', '60', ...args)
  const isRunning = () => control('status').then(...yesOrNo)
  const start = async (): Promise<void> => {
    if (!(await isRunning())) await control('-l', join(data, 'server.log'), '-o', settings, 'start')
  }
  const crash = () => control('-m', 'immediate', 'stop')
  return {
    port,
    query,
    start,
    crash,
    crashAndStart: async () => {
      await crash()
      await start()
    },
    promote: () => control('promote'),
    addStandby: () => addStandby({ port, query }),
    close: async () => {
      if (await isRunning()) await crash()
      await rm(data, { recursive: true, force: true })
    },
  }
}

async function addStandby({ port, query }: Pick<Cluster, 'port' | 'query'>): Promise<Cluster> {
  const copy = await makeFolder(tmpdir())
  await run('pg_basebackup', '-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-D', copy, '-R', '-c', 'fast')
  const standby = clusterAt(copy, await freePort())
  await standby.start()
  // Without this, what was acknowledged last may be on the lost host alone.
  await query("alter system set synchronous_standby_names = '*'")
  await query('select pg_reload_conf()')
  for (let look = 0; look < 200; look++) {
    const rows = await query("select from pg_stat_replication where sync_state in ('sync', 'quorum')")
    if (rows.length > 0) return standby
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the standby did not catch up')
}

const yesOrNo = [() => true, () => false] as const

/** PostgreSQL refuses to run as root: where we are root, it runs as the user that Debian's package makes. */
async function run(program: string, ...args: string[]): Promise<void> {
  const programs = findPostgresPrograms()
  if (programs === null) throw new Error('PostgreSQL is not installed here')
  const isRoot = process.getuid?.() === 0
  const command = [join(programs, program), ...args]
  const [file = '', ...rest] = isRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command
  // What it starts keeps our pipes open; it is told to write elsewhere.
  await execute('sh', ['-c', 'exec "$0" "$@" >/dev/null 2>/dev/null </dev/null', file, ...rest], { cwd: '/' })
}

async function makeFolder(within: string): Promise<string> {
  const folder = await mkdtemp(join(within, 'entente-cluster-'))
  if (process.getuid?.() === 0) await execute('chown', ['postgres', folder])
  return folder
}
