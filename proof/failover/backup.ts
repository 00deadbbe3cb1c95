import { chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Cluster } from './cluster.ts'
import type { DatabaseNode } from './node.ts'
import { postgresFolder, runToEnd, waitFor } from './programs.ts'

/** Beside the machine's own PostgreSQL. */
const PORT = '5499'
const RECOVERY_SECONDS_MAX = 60

/** Runs pgBackRest on the machine of a database. */
function pgbackrest(node: DatabaseNode, user: string, args: readonly string[]): Promise<string> {
  const config = `--config=${join(node.folder, 'pgbackrest.conf')}`
  return runToEnd(node.command(user, ['pgbackrest', config, '--stanza=entente', '--log-level-console=warn', ...args]))
}

/** Makes the place for backups known to pgBackRest: from then on the archive command works. */
export async function beginBackups(cluster: Cluster): Promise<void> {
  const primary = await cluster.waitUntilWhole(60)
  await pgbackrest(primary, cluster.user.name, ['stanza-create'])
}

/** A full backup, from the primary, while it works. */
export async function backUp(cluster: Cluster): Promise<void> {
  const primary = await cluster.waitUntilWhole(60)
  await pgbackrest(primary, cluster.user.name, ['--type=full', 'backup'])
}

/** A moment, and how many purchases there were then. */
export interface RestorePoint {
  readonly at: string
  readonly purchases: number
}

/** Notes a moment in which nobody sells, and closes the segment of the log that it is in. */
export async function noteRestorePoint(cluster: Cluster): Promise<RestorePoint> {
  const [[at = '', purchases = ''] = []] = await cluster.ask(
    'select clock_timestamp(), (select count(*) from purchase)',
  )
  return { at, purchases: Number(purchases) }
}

/** Closes the segment of the log and waits until the archive has it. */
export async function archiveLog(cluster: Cluster): Promise<void> {
  await cluster.ask('select pg_switch_wal()')
  const primary = await cluster.waitUntilWhole(60)
  await pgbackrest(primary, cluster.user.name, ['check'])
}

/** Restores the cluster of that moment on a machine that had nothing, and counts its purchases there. */
export async function countRestored(cluster: Cluster, { at }: RestorePoint): Promise<number> {
  const [node] = cluster.nodes
  if (node === undefined) throw new Error('a cluster has nodes')
  const user = cluster.user
  const place = join(node.folder, 'restored')
  mkdirSync(place, { mode: 0o700 })
  chownSync(place, user.uid, user.gid)
  await pgbackrest(node, user.name, [
    `--pg1-path=${place}`,
    '--type=time',
    `--target=${at}`,
    '--target-action=promote',
    'restore',
  ])
  const pgctl = join(postgresFolder() ?? '', 'pg_ctl')
  // Of its own: neither Patroni's settings nor the archive are for this one.
  const settings = `-c port=${PORT} -c listen_addresses='' -c unix_socket_directories=${place} -c archive_mode=off -c synchronous_standby_names=`
  writeFileSync(join(place, 'pg_hba.conf'), 'local all postgres trust\n')
  chownSync(join(place, 'pg_hba.conf'), user.uid, user.gid)
  const run = (args: readonly string[]) => runToEnd(node.command(user.name, args))
  const settled = ['-D', place, '-w', '-t', '120', '-l', join(place, 'restored.log'), '-o', settings]
  await run([pgctl, ...settled, 'start'])
  try {
    const ask = (sql: string) =>
      run(['psql', '-qAt', '-h', place, '-p', PORT, '-U', 'postgres', '-d', 'entente', '-c', sql])
    await waitFor('the end of the recovery', RECOVERY_SECONDS_MAX, async () =>
      (await ask('select pg_is_in_recovery()')).trim() === 'f' ? true : null,
    )
    return Number((await ask('select count(*) from purchase')).trim())
  } finally {
    await run([pgctl, '-D', place, '-m', 'immediate', 'stop'])
  }
}
