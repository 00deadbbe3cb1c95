import { type Chain, createChain, type Eip1193Request } from '../../../server/chain/client.ts'
import type { Database } from '../../../server/database/engine/client.ts'
import { WHOLE_COALITION } from '../../../server/domain/cells.ts'
import type { IndexerDeps } from '../../../server/indexer/deps.ts'
import { followChain, type FollowOutcome } from '../../../server/indexer/follow-chain.ts'
import { beginToFollow, catchUp } from '../../../server/indexer/rebuild-projections.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import { type CoalitionChain, issuerOf, openCoalitionChain } from '../../support/platform/coalition-chain.ts'

export const STARTS_AT = new Date('2026-01-05T00:00:00Z')
export const PARTNER = 7

/** A chain with a partner, an empty database, and an indexer that follows the first into the second. */
export interface IndexerPlatform {
  coalition: CoalitionChain
  deps: IndexerDeps
  database: Database
  /** What stands between the indexer and the chain: a test may lie, hide or count here. */
  wire: { answer: Eip1193Request; requests: string[] }
  clock: { now(): Date; advance(ms: number): void }
  /** Follows until there is nothing new. */
  follow(): Promise<FollowOutcome>
  /** One step. */
  step(): Promise<FollowOutcome>
}

let opened: Promise<CoalitionChain> | undefined

/** The same chain for every test of the process, put back to where it began. */
export async function openIndexerPlatform(): Promise<IndexerPlatform> {
  opened ??= openWithPartner()
  const coalition = await opened
  await coalition.edr.returnTo()
  const database = await sharedTestDatabase()
  const wire: IndexerPlatform['wire'] = { answer: coalition.edr.request, requests: [] }
  const chain = await connect(coalition, wire)
  let now = STARTS_AT.getTime()
  const clock = { now: () => new Date(now), advance: (ms: number) => void (now += ms) }
  const deps: IndexerDeps = {
    database,
    chain,
    clock,
    leader: 'first',
    cell: WHOLE_COALITION,
    plannedAtBlock: BigInt(coalition.deployment.plannedAtBlock),
    finality: { kind: 'tag' },
  }
  await beginToFollow(deps)
  return { coalition, deps, database, wire, clock, follow: () => catchUp(deps), step: () => followChain(deps) }
}

async function openWithPartner(): Promise<CoalitionChain> {
  const coalition = await openCoalitionChain(STARTS_AT)
  await coalition.registry('register', [PARTNER, 'Seven', issuerOf(PARTNER).address, issuerOf(PARTNER).address])
  await coalition.registry('raiseAllowance', [PARTNER, 1_000_000n])
  await coalition.registry('setDailyLimit', [PARTNER, 1_000_000n])
  await coalition.edr.mine()
  await coalition.edr.remember()
  return coalition
}

function connect(coalition: CoalitionChain, wire: IndexerPlatform['wire']): Promise<Chain> {
  return createChain({
    endpoints: [
      (args) => {
        wire.requests.push(args.method)
        return wire.answer(args)
      },
    ],
    chainId: coalition.chain.chainId,
    addresses: coalition.chain.addresses,
    retry: { sleep: async () => undefined, random: () => 0 },
  })
}

/** All rows of the projections, in a fixed order; `seenAt` is this server's own clock and not the chain's. */
export async function projections(database: Database) {
  return {
    postedBatches: (
      await database.postedBatch.findMany({ orderBy: [{ partnerId: 'asc' }, { firstEntry: 'asc' }] })
    ).map(({ seenAt: _, ...row }) => row),
    movements: await database.movement.findMany({
      orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }, { epoch: 'asc' }, { account: 'asc' }],
    }),
    shortfalls: await database.shortfall.findMany({ orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }] }),
    partnerEvents: await database.partnerEvent.findMany({ orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }] }),
    redemptionEvents: await database.redemptionEvent.findMany({
      orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
    }),
    accountEvents: await database.accountEvent.findMany({ orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }] }),
  }
}

// Registered on mocha's root suite: an EVM that stays open would keep the process alive.
if (typeof after === 'function') {
  after(async () => {
    await (await opened)?.edr.close()
  })
}
