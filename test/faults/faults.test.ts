import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import type { Database } from '../../server/database/engine/client.ts'
import { onPglite, openTestDatabase } from '../support/database.ts'
import { findPostgresPrograms } from '../support/platform/postgres-cluster.ts'
import { runCrashPoints } from './crash-points.ts'
import { type BreakableDatabase, openFailingCluster, openSmallDisk } from './database-faults.ts'
import type { Fault } from './fault.ts'
import { NODE_FAULTS } from './node-faults.ts'
import { runRandomKills } from './random-kills.ts'
import { type FaultRow, runFault } from './run-fault.ts'
import { SERVER_FAULTS } from './server-faults.ts'

/** What the tests of the relayer do once already: `npm run prove:faults` does it twenty times. */
const DONE_ELSEWHERE = [
  'mempool_forgotten',
  'last_blocks_lost',
  'reorg_of_1_to_30_blocks',
  'relayers_on_the_same_lanes',
  'entry_that_would_revert',
]

const hasTime = () => true
const onRun = () => undefined
const KILLS = 2

describe('the faults of npm run prove:faults', function () {
  this.timeout(600_000)

  const survived = ({ failures, lost, doubled, runs }: FaultRow, runsExpected = 1) =>
    expect({ failures, lost, doubled, runs }).to.deep.equal({ failures: [], lost: 0, doubled: 0, runs: runsExpected })
  const once = async (fault: Fault, database: Database) =>
    survived(await runFault(fault, { database, databaseName: 'a test', runs: 1, seed: 1, hasTime, onRun }))

  if (onPglite()) {
    let database: Database
    before(async () => {
      database = await openTestDatabase()
    })
    after(() => database.close())

    for (const fault of [...NODE_FAULTS, ...SERVER_FAULTS].filter(({ name }) => !DONE_ELSEWHERE.includes(name)))
      it(`lose and double nothing: ${fault.name}`, () => once(fault, database))

    it('lose and double nothing: a process that kills itself between sending and noting it, and real servers at any time', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'entente-victims-'))
      const place = {
        kind: 'pglite' as const,
        folder: join(folder, 'database'),
        journal: join(folder, 'journal.sqlite'),
      }
      const deaths = [{ moment: 'after send' as const, at: 'send noted' }]
      const plan = { place, databaseName: 'embedded', runs: 1, deaths, hasTime, onKill: onRun }
      for (const row of await runCrashPoints('purchase', plan)) survived(row)
      await rm(folder, { recursive: true })
      survived(await runRandomKills({ kills: KILLS, seed: 1, postgres: null, hasTime, onKill: onRun }), KILLS)
    })
  } else if (findPostgresPrograms() !== null)
    it('lose and double nothing: a database that crashes, is taken over from, and has a full disk', async () => {
      // A disk of its own only root may mount.
      const opened = [await openFailingCluster(), await openSmallDisk()].filter(
        (each): each is BreakableDatabase => each !== null,
      )
      for (const { database, faults, close } of opened) {
        for (const fault of faults) await once(fault, database)
        await close()
      }
    })
})
