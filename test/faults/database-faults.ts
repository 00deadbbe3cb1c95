import { execFile } from 'node:child_process'
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

import type { Database } from '../../server/database/engine/client.ts'
import { openDatabase } from '../../server/database/engine/open-database.ts'
import { type Cluster, openCluster } from '../support/platform/postgres-cluster.ts'
import { openTcpRelay } from '../support/platform/tcp-relay.ts'
import { type Fault, mustHaveStruck } from './fault.ts'
import type { Lab } from './lab.ts'

const execute = promisify(execFile)

/** A database of a campaign's own, that it may break. */
export interface BreakableDatabase {
  database: Database
  faults: readonly Fault[]
  close(): Promise<void>
}

/** Sells and works for as long as something else takes. */
async function sellWhile(lab: Lab, something: () => Promise<void>): Promise<void> {
  const state = { isOver: false }
  const selling = (async () => {
    while (!state.isOver) {
      await lab.tills.sell(1)
      await lab.step('form_batches', 'sign_batches', 'bind_batches', 'send_attempts', 'settle_calls', 'confirm_batches')
      await sleep(100)
    }
  })()
  await sleep(lab.random.whole(0, 150))
  await something().finally(() => (state.isOver = true))
  await selling
}

/** A PostgreSQL that crashes and is taken over from, behind an address that stays. */
export async function openFailingCluster(): Promise<BreakableDatabase> {
  let primary = await openCluster()
  const relay = await openTcpRelay(primary.port)
  const database = await openDatabase({
    kind: 'postgres',
    url: `postgresql://postgres@127.0.0.1:${relay.port}/postgres`,
  })
  const restart: Fault = {
    name: 'database_restart',
    what: 'PostgreSQL crashes while purchases come in, and recovers from its log.',
    how: 'pg_ctl stop -m immediate and start, of a cluster of its own, while a till sells and the relayer works.',
    strike: async (lab) => {
      const failed = lab.failures() + lab.tills.open()
      await sellWhile(lab, () => primary.crashAndStart())
      mustHaveStruck(lab.failures() + lab.tills.open() > failed, 'nobody missed the database')
    },
  }
  const failOver: Fault = {
    name: 'database_fail_over',
    what: 'The host of PostgreSQL is lost while purchases come in, and its standby takes over.',
    how: 'A synchronous standby by pg_basebackup; then pg_ctl stop -m immediate of the first, promotion of the second, and the address leads to it.',
    strike: async (lab) => {
      const lost = primary
      const standby = await primary.addStandby()
      await sellWhile(lab, async () => {
        await lost.crash()
        await standby.promote()
        relay.leadTo(standby.port)
      })
      primary = standby
      await lost.close()
    },
  }
  return {
    database,
    faults: [restart, failOver],
    close: async () => {
      await database.close()
      await relay.close()
      await primary.close()
    },
  }
}

const DISK_MB = 160
/** Purchases until a disk on which a file lets in nothing more is noticed: pages have some room left. */
const ORDERS_UNTIL_FULL_MAX = 60

/** A PostgreSQL on a small disk; null where this process may not mount one. */
export async function openSmallDisk(): Promise<BreakableDatabase | null> {
  const disk = await mkdtemp(join(tmpdir(), 'entente-disk-'))
  try {
    await execute('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=777`, 'tmpfs', disk])
  } catch {
    await rm(disk, { recursive: true })
    return null
  }
  const cluster = await openCluster(disk)
  const database = await openDatabase({
    kind: 'postgres',
    url: `postgresql://postgres@127.0.0.1:${cluster.port}/postgres`,
  })
  return {
    database,
    faults: [fullDisk(cluster, disk)],
    close: async () => {
      await database.close()
      await cluster.close()
      await execute('umount', [disk])
      await rm(disk, { recursive: true })
    },
  }
}

function fullDisk(cluster: Cluster, disk: string): Fault {
  const ballast = join(disk, 'ballast')
  return {
    name: 'disk_full',
    what: 'The disk of PostgreSQL is full: purchases are not accepted until there is room again.',
    how: `Its cluster is on a tmpfs of ${DISK_MB} MB, which a file fills while a till sells; then the file is removed, and PostgreSQL started again if it has ended.`,
    strike: async (lab) => {
      const { bavail, bsize } = await statfs(disk)
      await writeFile(ballast, Buffer.alloc(bavail * bsize))
      try {
        for (let order = 0; order < ORDERS_UNTIL_FULL_MAX && lab.tills.open() === 0; order++) {
          await lab.tills.sell(1)
          await lab.step('form_batches', 'sign_batches', 'bind_batches', 'send_attempts', 'settle_calls')
        }
        mustHaveStruck(lab.tills.open() > 0, 'everything was accepted')
      } finally {
        await rm(ballast)
        await cluster.start()
      }
    },
  }
}
