import { chownSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Machine } from './network.ts'
import { type Started, startProgram, waitFor } from './programs.ts'
import { fillTemplate, type User, writeFor } from './templates.ts'

const CONFIGS = ['etcd.conf.yml', 'patroni.yml', 'pgbackrest.conf']
const ASK_MS_MAX = 1_500

/** What Patroni says of the cluster. */
export interface ClusterMember {
  readonly name: string
  readonly role: string
  readonly state: string
  readonly timeline?: number
}

/** One of the machines with a database: etcd, and Patroni, which runs PostgreSQL. */
export interface DatabaseNode extends Machine {
  readonly folder: string
  startEtcd(): void
  startPatroni(): void
  /** Ends PostgreSQL as a crash does. */
  crashPostgres(): Promise<void>
  /** Ends PostgreSQL and Patroni as a crash does; etcd goes on. */
  crashAll(): Promise<void>
  /** Whether Patroni says that this is the primary; false also where it does not answer. */
  isPrimary(): Promise<boolean>
  /** What Patroni knows of all; null where it does not answer. */
  readCluster(): Promise<ClusterMember[] | null>
  /** Ends all that runs in it. */
  stop(): Promise<void>
}

/** Makes the folder of a machine, with its configuration. */
export function makeNode(
  machine: Machine,
  folder: string,
  user: User,
  values: Readonly<Record<string, string>>,
): DatabaseNode {
  mkdirSync(folder, { mode: 0o700 })
  chownSync(folder, user.uid, user.gid)
  const own = { ...values, NODE: machine.name, ADDRESS: machine.address, FOLDER: folder }
  for (const name of CONFIGS) writeFor(user, join(folder, name), fillTemplate(name, own))
  const run: { etcd: Started | null; patroni: Started | null } = { etcd: null, patroni: null }
  const start = (log: string, args: readonly string[]) =>
    startProgram(machine.command(user.name, args), {
      log: join(folder, log),
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, LC_ALL: 'C.UTF-8' },
    })
  const rest = (path: string) =>
    fetch(`http://${machine.address}:8008${path}`, { signal: AbortSignal.timeout(ASK_MS_MAX) }).catch(() => null)
  const crashPostgres = async () => {
    for (const pid of await machine.listPids()) if (nameOf(pid) === 'postgres') endNow(pid)
  }
  return {
    ...machine,
    folder,
    startEtcd: () => {
      run.etcd = start('etcd.log', ['etcd', '--config-file', join(folder, 'etcd.conf.yml')])
    },
    startPatroni: () => {
      run.patroni = start('patroni.log', ['patroni', join(folder, 'patroni.yml')])
    },
    crashPostgres,
    crashAll: async () => {
      await run.patroni?.end('SIGKILL')
      await crashPostgres()
    },
    isPrimary: async () => (await rest('/primary'))?.status === 200,
    readCluster: async () => {
      const answer = await rest('/cluster')
      if (answer?.status !== 200) return null
      return ((await answer.json()) as { members: ClusterMember[] }).members
    },
    stop: async () => {
      for (const pid of await machine.listPids()) endNow(pid)
      await waitFor(`the processes of ${machine.name} to end`, 20, async () =>
        (await machine.listPids()).length === 0 ? true : null,
      )
    },
  }
}

function nameOf(pid: number): string {
  const file = `/proc/${pid}/comm`
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
}

function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It has ended by itself meanwhile.
    if ((error as { code?: string }).code !== 'ESRCH') throw error
  }
}
