import type { Database } from '../../server/database/engine/client.ts'
import { openDatabase } from '../../server/database/engine/open-database.ts'
import type { Member } from '../../server/database/members.ts'
import { savePartner } from '../../server/database/partners.ts'
import { saveRows } from '../../server/database/engine/save-rows.ts'
import { localSigner, type LocalSigner } from '../../server/chain/signer.ts'
import { emptyTables } from '../support/database.ts'
import { accountOf, type CoalitionChain, issuerOf, openCoalitionChain } from '../support/platform/coalition-chain.ts'
import { testKey } from '../support/platform/edr-chain.ts'

export const STARTS_AT = new Date('2026-01-05T00:00:00Z')
export const FIRST_PARTNERS = [1, 2] as const
export const CURRENCY = 'EUR'
/** One point for every so many minor units. */
export const PER_MINOR = 100n
const FIRST_ALLOWANCE = 400n
const LANES = ['lane 1', 'lane 2']
const MEMBERS = 5

/** What outlives every process: the database, the chain, and time. */
export interface World {
  database: Database
  coalition: CoalitionChain
  lanes: readonly LocalSigner[]
  members: readonly Member[]
  clock: SimulatedClock
  close(): Promise<void>
}

export interface SimulatedClock {
  now(): Date
  advance(ms: number): void
  set(ms: number): void
}

/** Opens a database in memory and a chain in this process; `resetWorld` makes them new for each seed. */
export async function openWorld(): Promise<World> {
  const coalition = await openCoalitionChain(STARTS_AT)
  const lanes = LANES.map((name) => localSigner(testKey(name)))
  for (const lane of lanes) await coalition.edr.fund(lane.address)
  for (const id of FIRST_PARTNERS) {
    await coalition.registry('register', [id, `Partner ${id}`, issuerOf(id).address, issuerOf(id).address])
    await coalition.registry('raiseAllowance', [id, FIRST_ALLOWANCE])
    await coalition.registry('setDailyLimit', [id, 1_000_000n])
  }
  await coalition.edr.mine()
  await coalition.edr.remember()
  const database = await openDatabase({ kind: 'pglite', folder: null, journal: null })
  return {
    database,
    coalition,
    lanes,
    members: Array.from({ length: MEMBERS }, (_, index) => makeMember(index + 1)),
    clock: makeClock(),
    close: async () => {
      await database.close()
      await coalition.edr.close()
    },
  }
}

/** Puts everything back to where a run begins. */
export async function resetWorld({ database, coalition, members, clock }: World): Promise<void> {
  await coalition.edr.returnTo()
  clock.set((await coalition.edr.head()).timestamp * 1000 + 1000)
  await emptyTables(database)
  await database.transaction(async (tx) => {
    for (const id of FIRST_PARTNERS) {
      await savePartner(tx, {
        id,
        name: `Partner ${id}`,
        currency: CURRENCY,
        status: 'active',
        returnPolicy: id === 1 ? 'within_balance' : 'carry',
        issuerKind: 'external',
        issuerAddress: issuerOf(id).address,
        issuerKeystore: null,
        nextEntryNumber: 1n,
        logoId: null,
        logoSmallId: null,
        colour: null,
        textColour: null,
        timeZone: null,
        country: null,
        createdAt: STARTS_AT,
      })
    }
    await saveRows(
      tx,
      'earning_rule',
      FIRST_PARTNERS.map((id) => ({
        id: `00000000-0000-7000-8000-00000000000${id}`,
        partnerId: id,
        version: 1,
        currency: CURRENCY,
        points: 1n,
        perMinor: PER_MINOR,
        pointsMax: 1_000_000n,
        validFrom: new Date(0),
        createdAt: STARTS_AT,
      })),
    )
    await saveRows(tx, 'member', members)
  })
}

function makeMember(index: number): Member {
  return {
    id: `00000000-0000-7000-9000-00000000000${index}`,
    seq: BigInt(index),
    kind: 'card',
    address: accountOf(`member ${index}`),
    derivationIndex: index,
    enrolledBy: null,
    createdAt: STARTS_AT,
    frozenAt: null,
    erasedAt: null,
  }
}

function makeClock(): SimulatedClock {
  let now = STARTS_AT.getTime()
  return {
    now: () => new Date(now),
    advance: (ms) => void (now += ms),
    set: (ms) => void (now = ms),
  }
}
