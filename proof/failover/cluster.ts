import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { freePorts } from './free-ports.ts'
import { type Machine, makeMachines, NETWORK, removeMachines } from './network.ts'
import { type ClusterMember, type DatabaseNode, makeNode } from './node.ts'
import { postgresFolder, runToEnd, startProgram, type Started, waitFor } from './programs.ts'
import { fillTemplate, type User, writeFor } from './templates.ts'

const NODES = ['pg1', 'pg2', 'pg3']
const USER = 'postgres'
const WHOLE_SECONDS_MAX = 120

/** Three machines with PostgreSQL under Patroni, and what leads to whichever is primary. */
export interface Cluster {
  readonly nodes: readonly DatabaseNode[]
  readonly folder: string
  readonly user: User
  /** What Entente is given as DATABASE_URL: PgBouncer, then HAProxy, then the primary. */
  readonly url: string
  /** The node that Patroni says is primary; null while there is none, or two say so. */
  findPrimary(): Promise<DatabaseNode | null>
  /** Resolves when one is primary, one its synchronous standby, and all take part. */
  waitUntilWhole(secondsMax: number): Promise<DatabaseNode>
  /** Asks the primary for lines, as the superuser. */
  ask(sql: string): Promise<string[][]>
  end(options: { keepsFolder: boolean }): Promise<void>
}

/** Makes the cluster from nothing and waits until it is whole. */
export async function startCluster(onProgress: (line: string) => void): Promise<Cluster> {
  const user = { name: USER, uid: idOf('-u'), gid: idOf('-g') }
  const folder = mkdtempSync(join(tmpdir(), 'entente-failover-'))
  chmodSync(folder, 0o755)
  const repository = join(folder, 'repository')
  mkdirSync(repository)
  chownSync(repository, user.uid, user.gid)
  const [superuser, replication, own] = [1, 2, 3].map(() => randomBytes(16).toString('hex')) as [string, string, string]
  const [haproxyPort, pgbouncerPort] = (await freePorts(2)) as [number, number]
  await removeMachines(NODES)
  const machines = await makeMachines(NODES)
  const values = {
    NETWORK,
    ETCD_HOSTS: machines.map(({ address }) => `${address}:2379`).join(),
    ETCD_CLUSTER: machines.map(({ name, address }) => `${name}=http://${address}:2380`).join(),
    POSTGRES_PROGRAMS: postgresFolder() ?? '',
    SUPERUSER_PASSWORD: superuser,
    REPLICATION_PASSWORD: replication,
    REPOSITORY: repository,
    HAPROXY_PORT: String(haproxyPort),
    HAPROXY_SERVERS: machines.map(({ name, address }) => `  server ${name} ${address}:5432`).join('\n'),
    PGBOUNCER_PORT: String(pgbouncerPort),
  }
  const nodes = machines.map((machine) => makeNode(machine, join(folder, machine.name), user, values))
  const doors: Started[] = []
  const cluster: Cluster = {
    nodes,
    folder,
    user,
    url: `postgresql://entente:${own}@127.0.0.1:${pgbouncerPort}/entente`,
    findPrimary: () => findPrimary(nodes),
    waitUntilWhole: (secondsMax) => waitFor('a whole cluster', secondsMax, () => findWhole(nodes)),
    ask: async (sql) => askPrimary(await cluster.waitUntilWhole(WHOLE_SECONDS_MAX), superuser, 'entente', sql),
    end: async ({ keepsFolder }) => {
      for (const door of doors) await door.end('SIGTERM')
      // Every machine at once: a primary that is told to stop waits for its standbys.
      await Promise.all(nodes.map((node) => node.mendCable().then(() => node.stop())))
      await removeMachines(NODES)
      if (!keepsFolder) rmSync(folder, { recursive: true, force: true })
    },
  }
  try {
    for (const node of nodes) node.startEtcd()
    for (const node of nodes) node.startPatroni()
    onProgress('waiting until one of three machines is primary and another its synchronous standby')
    const primary = await cluster.waitUntilWhole(WHOLE_SECONDS_MAX)
    doors.push(...openDoors(cluster, values, own))
    await askPrimary(primary, superuser, 'postgres', `create role entente login password '${own}'`)
    await askPrimary(primary, superuser, 'postgres', 'create database entente owner entente')
    return cluster
  } catch (error) {
    await cluster.end({ keepsFolder: true })
    throw new Error(`the cluster did not start; ${folder} has the logs`, { cause: error })
  }
}

const idOf = (kind: '-u' | '-g'): number => Number(execFileSync('id', [kind, USER], { encoding: 'utf8' }))

/** HAProxy and PgBouncer, beside Entente. */
function openDoors({ folder, user }: Cluster, values: Readonly<Record<string, string>>, own: string): Started[] {
  const place = join(folder, 'doors')
  mkdirSync(place)
  chownSync(place, user.uid, user.gid)
  const file = (name: string) => join(place, name)
  const all = { ...values, FOLDER: place }
  for (const name of ['haproxy.cfg', 'pgbouncer.ini']) writeFor(user, file(name), fillTemplate(name, all))
  writeFor(user, file('userlist.txt'), `"entente" "${own}"\n`)
  const asUser = ['setpriv', '--reuid', user.name, '--regid', user.name, '--init-groups']
  return [
    startProgram(['/usr/sbin/haproxy', '-db', '-f', file('haproxy.cfg')], { log: file('haproxy.log') }),
    startProgram([...asUser, '/usr/sbin/pgbouncer', file('pgbouncer.ini')], { log: file('pgbouncer.log') }),
  ]
}

async function askPrimary({ address }: Machine, password: string, database: string, sql: string): Promise<string[][]> {
  const url = `postgresql://postgres:${password}@${address}:5432/${database}`
  const said = await runToEnd(['psql', '--no-psqlrc', '-qAt', '-v', 'ON_ERROR_STOP=1', '-c', sql, url])
  return said
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('|'))
}

async function findPrimary(nodes: readonly DatabaseNode[]): Promise<DatabaseNode | null> {
  const are = await Promise.all(nodes.map((node) => node.isPrimary()))
  const primaries = nodes.filter((_, index) => are[index])
  return primaries.length === 1 ? (primaries[0] ?? null) : null
}

async function findWhole(nodes: readonly DatabaseNode[]): Promise<DatabaseNode | null> {
  const primary = await findPrimary(nodes)
  const members = (await primary?.readCluster()) ?? []
  const timeline = members.find(({ name }) => name === primary?.name)?.timeline
  // A former primary that runs, and is to be rewound yet, is on a timeline of its own.
  const running = members.filter((member) => isRunning(member) && member.timeline === timeline)
  const isWhole = running.length === nodes.length && members.some(({ role }) => role === 'sync_standby')
  return isWhole ? primary : null
}

const isRunning = ({ state }: ClusterMember): boolean => state === 'running' || state === 'streaming'
