import { type Chain, createChain, type Eip1193Request } from '../../../server/chain/client.ts'
import { type LocalSigner, localSigner } from '../../../server/chain/signer.ts'
import type { Database } from '../../../server/database/engine/client.ts'
import { appendToOutbox } from '../../../server/database/outbox.ts'
import { type Partner, savePartner } from '../../../server/database/partners.ts'
import { followChain, type FollowOutcome } from '../../../server/indexer/follow-chain.ts'
import { WHOLE_COALITION } from '../../../server/domain/cells.ts'
import type { IndexerDeps } from '../../../server/indexer/deps.ts'
import { beginToFollow, catchUp } from '../../../server/indexer/rebuild-projections.ts'
import { reconcileWithChain } from '../../../server/relayer/reconcile.ts'
import {
  DEFAULT_RELAYER_LIMITS,
  type Relayer,
  type RelayerEvent,
  type RelayerLimits,
} from '../../../server/relayer/relayer.ts'
import { type RelayerStep, relayerSteps } from '../../../server/relayer/steps.ts'
import { assert } from '../../../server/domain/assert.ts'
import { testArchiveTerms } from '../../support/archive-terms.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import {
  type CoalitionChain,
  issuerOf,
  openCoalitionChain,
  signAsTestMember,
} from '../../support/platform/coalition-chain.ts'
import { type EdrChain, testKey } from '../../support/platform/edr-chain.ts'

export const PARTNER = 7
/** When the chains of relayer platforms begin. */
export const STARTS_AT = new Date('2026-01-05T00:00:00Z')
const LANES = ['lane 1', 'lane 2', 'lane 3']

export interface RelayerPlatform {
  coalition: CoalitionChain
  database: Database
  relayer: Relayer
  indexer: IndexerDeps
  lanes: LocalSigner[]
  clock: { now(): Date; advance(ms: number): void }
  events: RelayerEvent[]
  /** What stands between us and the chain: a test may lie, hide or fail here. */
  wire: { answer: Eip1193Request }
  /** Another process: the same database and chain, its own keys in memory. */
  anotherRelayer(changed?: Partial<Relayer>): Relayer
  accept(...entries: (readonly [account: string, points: bigint])[]): Promise<void>
  run(...names: string[]): Promise<void>
  follow(): Promise<FollowOutcome>
  /** One pass of everything, then a block. */
  pass(): Promise<void>
  /** Passes until nothing is on its way, at most `passesMax`. */
  settle(passesMax?: number): Promise<void>
  batches(): Promise<{ state: string; parkedReason: string | null; firstEntry: bigint; entryCount: number }[]>
  calls(): Promise<{ state: string; nonce: number | null; reason: string | null; laneAddress: string | null }[]>
  balance(account: string): Promise<bigint>
}

let opened: Promise<CoalitionChain> | undefined

/**
 * The contracts with one partner, an empty database that knows it, a relayer with three lanes, and an indexer. A chain or an
 * empty database of the caller's own takes the place of those that all suites share.
 */
export async function openRelayerPlatform(
  limits: Partial<RelayerLimits> = {},
  others?: CoalitionChain,
  ownDatabase?: Database,
): Promise<RelayerPlatform> {
  opened ??= others === undefined ? openRelayerChain() : undefined
  const coalition = others ?? (await opened)
  assert(coalition !== undefined)
  await coalition.edr.returnTo()
  const database = ownDatabase ?? (await sharedTestDatabase())
  const platform = await joinRelayerPlatform({
    coalition,
    database,
    startsAt: new Date(STARTS_AT.getTime() + 60_000),
    limits,
  })
  await beginToFollow(platform.indexer)
  await insertPartner(database)
  await catchUp(platform.indexer)
  await reconcileWithChain(platform.relayer)
  return platform
}

/** Where a platform begins: on a chain and a database that are there already. */
export interface JoinedWorld {
  coalition: CoalitionChain
  database: Database
  startsAt: Date
  limits?: Partial<RelayerLimits>
  /** Other ids than 1, 2, 3 ..., where several processes make them. */
  ids?: Relayer['ids']
}

/** A process with nothing in memory over a chain and a database that outlive it. */
export async function joinRelayerPlatform(world: JoinedWorld): Promise<RelayerPlatform> {
  const { coalition, database, startsAt, limits = {}, ids } = world
  const wire: RelayerPlatform['wire'] = { answer: coalition.edr.request }
  const chain = await connect(coalition, wire)
  let now = startsAt.getTime()
  const clock = { now: () => new Date(now), advance: (ms: number) => void (now += ms) }
  const events: RelayerEvent[] = []
  const lanes = LANES.map((name) => localSigner(testKey(name)))
  const relayer = makeRelayer({ database, chain, clock, lanes, coalition, events, limits, ids: ids ?? countingIds() })
  const indexer: IndexerDeps = {
    database,
    chain,
    clock,
    leader: 'first',
    cell: WHOLE_COALITION,
    plannedAtBlock: BigInt(coalition.deployment.plannedAtBlock),
    finality: { kind: 'tag' },
  }
  return makePlatform({ coalition, database, relayer, indexer, lanes, clock, events, wire })
}

function countingIds(): Relayer['ids'] {
  let ids = 0
  return { next: () => `01900000-0000-7000-8000-${(++ids).toString(16).padStart(12, '0')}` }
}

type Parts = Pick<
  RelayerPlatform,
  'coalition' | 'database' | 'relayer' | 'indexer' | 'lanes' | 'clock' | 'events' | 'wire'
>

function makePlatform(parts: Parts): RelayerPlatform {
  const { coalition, database, relayer, indexer, clock } = parts
  const steps = relayerSteps(relayer)
  const ranAt = new Map<string, number>()
  let sources = 0
  const passOf = async (isWanted: (step: RelayerStep) => boolean): Promise<void> => {
    for (const step of steps) {
      if (!isWanted(step)) continue
      ranAt.set(step.name, clock.now().getTime())
      await step.run()
    }
    await coalition.edr.mine()
    await catchUp(indexer)
    clock.advance(1_000)
  }
  /** Whether a server's loop would run it now: those that it runs seldom take half the time of a pass. */
  const isDue = ({ name, intervalMs }: RelayerStep) => clock.now().getTime() - (ranAt.get(name) ?? 0) >= intervalMs
  const isSettled = async (): Promise<boolean> => {
    const open = await database.call.count({ where: { state: { in: ['open', 'bound', 'included'] } } })
    const unposted = await database.batch.count({ where: { state: { notIn: ['posted', 'parked'] } } })
    const waiting = await database.outboxEntry.count({ where: { batchId: null } })
    return open + unposted + waiting === 0
  }
  const platform: RelayerPlatform = {
    ...parts,
    anotherRelayer: (changed) => ({ ...relayer, ...changed }),
    async accept(...entries) {
      await database.transaction((tx) =>
        appendToOutbox(
          tx,
          entries.map(([account, points]) => newEntry(relayer, ++sources, account, points)),
        ),
      )
    },
    async run(...names) {
      for (const name of names) await steps.find((step) => step.name === name)!.run()
    },
    follow: () => followChain(indexer),
    pass: () => passOf(() => true),
    async settle(passesMax = 40) {
      await platform.pass()
      for (let passes = 1; passes < passesMax; passes++) {
        if (await isSettled()) {
          // What comes seldom may have something to say as well.
          await platform.pass()
          if (await isSettled()) return
        }
        await passOf(isDue)
      }
      throw new Error(`not settled after ${passesMax} passes: ${JSON.stringify(parts.events.slice(-20), showBigint)}`)
    },
    async batches() {
      const select = { state: true, parkedReason: true, firstEntry: true, entryCount: true }
      return database.batch.findMany({ orderBy: { firstEntry: 'asc' }, select })
    },
    async calls() {
      const select = { state: true, nonce: true, reason: true, laneAddress: true }
      return database.call.findMany({ orderBy: { seq: 'asc' }, select })
    },
    balance: async (account) => BigInt((await readBalances(coalition, account)) as string),
  }
  return platform
}

function makeRelayer({
  limits,
  coalition,
  events,
  lanes,
  ...deps
}: Pick<Relayer, 'database' | 'chain' | 'clock' | 'ids'> &
  Pick<Parts, 'coalition' | 'events' | 'lanes'> & { limits: Partial<RelayerLimits> }): Relayer {
  return {
    ...deps,
    issuerOf: async (partner) => issuerOf(partner.id),
    signAsMember: signAsTestMember,
    lanes: [
      ...lanes.map((signer) => ({ signer, purpose: 'batches' as const })),
      { signer: coalition.operator, purpose: 'operator' as const },
    ],
    archive: testArchiveTerms(),
    limits: { ...DEFAULT_RELAYER_LIMITS, batchAgeMs: 0, ...limits },
    report: (event) => void events.push(event),
  }
}

/** Contracts with one partner, and lanes with money, on a chain that is remembered as it then is. */
export async function openRelayerChain(openChain?: (startsAt: Date) => Promise<EdrChain>): Promise<CoalitionChain> {
  const coalition = await openCoalitionChain(STARTS_AT, openChain)
  const key = issuerOf(PARTNER).address
  await coalition.registry('register', [PARTNER, 'Seven', key, key])
  await coalition.registry('raiseAllowance', [PARTNER, 1_000_000n])
  await coalition.registry('setDailyLimit', [PARTNER, 1_000_000n])
  for (const name of LANES) await coalition.edr.fund(localSigner(testKey(name)).address)
  await coalition.edr.mine()
  await coalition.edr.remember()
  return coalition
}

async function insertPartner(database: Database): Promise<void> {
  const partner: Partner = {
    id: PARTNER,
    name: 'Seven',
    currency: 'GBP',
    status: 'active',
    returnPolicy: 'within_balance',
    issuerKind: 'external',
    issuerAddress: issuerOf(PARTNER).address,
    issuerKeystore: null,
    nextEntryNumber: 1n,
    logoId: null,
    logoSmallId: null,
    colour: null,
    textColour: null,
    timeZone: null,
    country: null,
    createdAt: STARTS_AT,
  }
  await database.transaction((tx) => savePartner(tx, partner))
}

function newEntry(relayer: Relayer, source: number, account: string, points: bigint) {
  const tail = source.toString(16)
  return {
    id: relayer.ids.next(),
    partnerId: PARTNER,
    memberId: '01900000-0000-7000-9000-000000000001',
    account,
    kind: points > 0n ? ('accrual' as const) : ('accrual_reversal' as const),
    points,
    sourceId: `01900000-0000-7000-a000-${tail.padStart(12, '0')}`,
    orderCommitment: `0x${tail.padStart(64, '0')}`,
    salt: `0x${tail.padStart(64, 'a')}`,
    recordedAt: relayer.clock.now(),
    batchId: null,
    entryNumber: null,
    explanation: null,
  }
}

function connect(coalition: CoalitionChain, wire: RelayerPlatform['wire']): Promise<Chain> {
  return createChain({
    endpoints: [(args) => wire.answer(args)],
    chainId: coalition.chain.chainId,
    addresses: coalition.chain.addresses,
    retry: { sleep: async () => undefined, random: () => 0 },
  })
}

async function readBalances(coalition: CoalitionChain, account: string): Promise<unknown> {
  const data = `0x70a08231${account.slice(2).padStart(64, '0')}`
  return coalition.edr.request({ method: 'eth_call', params: [{ to: coalition.deployment.token, data }, 'latest'] })
}

function showBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}

// Registered on mocha's root suite: an EVM that stays open would keep the process alive.
if (typeof after === 'function') {
  after(async () => {
    await (await opened)?.edr.close()
  })
}
