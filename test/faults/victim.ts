/** A server's process that kills itself where it is told to: node victim.ts <its plan as JSON>. Says `accepted` when a till has its answer. */
import { randomBytes } from 'node:crypto'

import type { CompleteDeployment } from '../../server/chain/deployment-record.ts'
import type { Database } from '../../server/database/engine/client.ts'
import { openJournal } from '../../server/database/engine/journal.ts'
import { openDatabase } from '../../server/database/engine/open-database.ts'
import { makeIds } from '../../server/domain/uuid-v7.ts'
import { redeemUntil } from '../server/relayer/mortal-process.ts'
import { redemptionStandingOf } from '../server/relayer/redemption-standing.ts'
import { joinRelayerPlatform } from '../server/relayer/relayer-platform.ts'
import { type Death, lifeOfThisProcess } from '../support/mortal.ts'
import { joinAnvilChain } from '../support/platform/anvil-chain.ts'
import { joinCoalitionChain } from '../support/platform/coalition-chain.ts'
import { purchaseStandingOf, purchaseUntil } from './purchase-way.ts'

/** What a victim has to do, where, and where it dies. */
export interface VictimPlan {
  way: 'purchase' | 'redemption'
  nodeUrl: string
  deployment: CompleteDeployment
  database: DatabasePlace
  startsAt: string
  /** Null: it comes to its end. */
  death: PlannedDeath | null
  reference: string
  memberId: string
  account: string
  points: string
  occurredAt: string
}

/** On PostgreSQL, or embedded in files that one process after the other opens. */
export type DatabasePlace = { kind: 'postgres'; url: string } | { kind: 'pglite'; folder: string; journal: string }

export interface PlannedDeath {
  moment: Death['moment']
  at: string
}

/** Opens a database where it is; when it is closed, another process may open it. */
export async function openDatabaseAt(place: DatabasePlace): Promise<Database> {
  if (place.kind === 'postgres') return openDatabase(place)
  const journal = openJournal(place.journal, new Date())
  const database = await openDatabase({ ...place, journal })
  const close = database.close.bind(database)
  return Object.assign(database, {
    close: async () => {
      await close()
      journal.close()
    },
  })
}

async function live(plan: VictimPlan): Promise<void> {
  const coalition = await joinCoalitionChain(joinAnvilChain(plan.nodeUrl), plan.deployment)
  const database = await openDatabaseAt(plan.database)
  const startsAt = new Date(plan.startsAt)
  const randomness = { bytes: (count: number) => new Uint8Array(randomBytes(count)) }
  const ids = makeIds({ clock: { now: () => startsAt }, randomness })
  const platform = await joinRelayerPlatform({ coalition, database, startsAt, ids })
  const life = lifeOfThisProcess(deathOf(plan))
  const tell = () => void process.stdout.write('accepted\n')
  const { reference, memberId, account } = plan
  if (plan.way === 'redemption') await redeemUntil(life, platform, { reference, memberId, onCaptured: tell })
  else {
    const order = { reference, memberId, account, points: BigInt(plan.points), occurredAt: new Date(plan.occurredAt) }
    await purchaseUntil(life, platform, { order, onAccepted: tell })
  }
  await database.close()
}

function deathOf({ way, death, account }: VictimPlan): Death | null {
  if (death === null) return null
  const { moment, at } = death
  if (moment !== 'before commit' && moment !== 'after commit') return { moment }
  const standing = way === 'purchase' ? purchaseStandingOf(account) : redemptionStandingOf(account)
  return { moment, at, standing, ofStatement: 'accepted' }
}

if (import.meta.main) {
  await live(JSON.parse(process.argv[2] ?? '') as VictimPlan)
  process.exit(0)
}
