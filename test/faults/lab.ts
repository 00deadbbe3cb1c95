import { createChain, type Chain } from '../../server/chain/client.ts'
import type { Database } from '../../server/database/engine/client.ts'
import { makeEntryCheck } from '../../server/indexer/check-entries.ts'
import { catchUp } from '../../server/indexer/rebuild-projections.ts'
import type { Relayer } from '../../server/relayer/relayer.ts'
import { type RelayerStep, relayerSteps } from '../../server/relayer/steps.ts'
import { openRelayerChain, openRelayerPlatform, type RelayerPlatform } from '../server/relayer/relayer-platform.ts'
import { type Random, seededRandom } from '../simulation/random.ts'
import { type AnvilChain, openAnvilChain } from '../support/platform/anvil-chain.ts'
import type { CoalitionChain } from '../support/platform/coalition-chain.ts'
import { EDR_CHAIN_ID } from '../support/platform/edr-chain.ts'
import { type FaultyNode, openFaultyNode } from '../support/platform/faulty-node.ts'
import { isPassing } from './is-passing.ts'
import { judge, readIssued, type Verdict } from './issued-on-chain.ts'
import { insertCustomers, openTills, type Tills } from './tills.ts'

/** Slots of an epoch of the lab's chain, and the depth below which its blocks are final. */
const SLOTS = 16
export const FINALITY_DEPTH = 2 * SLOTS
const SETTLE_PASSES_MAX = 60
/** Milliseconds after which the impatient client of a node gives up. */
export const IMPATIENT_MS = 120

/** What the faults of one campaign share: a node, and the contracts on it. */
export interface LabChain {
  anvil: AnvilChain
  coalition: CoalitionChain
  close(): Promise<void>
}

/** A real node and database, the server's own steps over them, and tills that sell. */
export interface Lab {
  platform: RelayerPlatform
  anvil: AnvilChain
  /** Between us and the node. */
  node: FaultyNode
  tills: Tills
  random: Random
  ask(method: string, ...params: unknown[]): Promise<unknown>
  /** Runs steps of these names as loops do: what passes is tried again another time. */
  step(...names: string[]): Promise<void>
  /** Has what waits formed, signed and given a nonce; and sent, unless its bytes are to stay here. */
  bind(): Promise<void>
  bindAndSend(): Promise<void>
  /** All steps, a block, and the indexer. */
  work(passes: number): Promise<void>
  /** Makes blocks, and has the indexer follow them. */
  mine(blocks: number): Promise<void>
  /** Works until every accepted order is on the chain and final. */
  settle(): Promise<void>
  /** Accepted orders whose points are in no final block. */
  countInFlight(): Promise<number>
  judge(): Promise<Verdict>
  /** A client of other endpoints, or with another patience, for the relayer and the indexer. */
  use(chain: Chain): void
  connect(endpoints: Parameters<typeof createChain>[0]['endpoints'], timeoutMs?: number): Promise<Chain>
  /** How often a step failed and was tried again. */
  failures(): number
  close(): Promise<void>
}

/** Starts a node with the contracts on it. */
export async function openLabChain(): Promise<LabChain> {
  const opened: AnvilChain[] = []
  const coalition = await openRelayerChain(async (startsAt) => {
    const anvil = await openAnvilChain(startsAt, SLOTS)
    opened.push(anvil)
    return anvil
  })
  const [anvil] = opened
  if (anvil === undefined) throw new Error('no node was started')
  return { anvil, coalition, close: () => anvil.close() }
}

/** A lab over a chain as it was at first, and an empty database. */
export async function openLab({ anvil, coalition }: LabChain, database: Database, seed: number): Promise<Lab> {
  const platform = await openRelayerPlatform({ parkedBatchAgeMs: 0, retryMs: 500 }, coalition, database)
  const node = await openFaultyNode(anvil.url)
  const connect: Lab['connect'] = (endpoints, timeoutMs = 10_000) =>
    createChain({
      endpoints,
      chainId: EDR_CHAIN_ID,
      addresses: coalition.chain.addresses,
      timeoutMs,
      retry: { roundsMax: 2, pauseMs: 10 },
    })
  const use = (chain: Chain) => {
    platform.relayer.chain = chain
    platform.indexer.chain = chain
  }
  use(await connect([node.url]))
  await insertCustomers(database)
  const tills = openTills(platform.relayer)
  const lab = {
    ...makeLab(platform, tills, anvil),
    ...{ node, connect, use, random: seededRandom(seed), close: () => node.close() },
  }
  // So that a reorg of any depth that a fault wants is above the final block.
  await lab.mine(FINALITY_DEPTH + 2)
  return lab
}

type Steps = Omit<Lab, 'node' | 'connect' | 'use' | 'random' | 'close'>

function makeLab(platform: RelayerPlatform, tills: Tills, anvil: AnvilChain): Steps {
  const { relayer, indexer, clock, coalition } = platform
  const { run, step, failures } = runSteps(relayer)
  const checkEntries = makeEntryCheck(indexer)
  const follow = () =>
    run(async () => {
      await catchUp(indexer)
      // A batch that was hidden has the blocks read again.
      if ((await checkEntries()).kind === 'taken_back') await catchUp(indexer)
    })
  const issued = (toBlock: string) => readIssued(anvil.request, coalition.deployment.token, toBlock)
  const mine: Lab['mine'] = async (blocks) => {
    for (let block = 0; block < blocks; block++) await anvil.mine()
    await follow()
  }
  const work: Lab['work'] = async (passes) => {
    for (let pass = 0; pass < passes; pass++) {
      await step()
      await mine(1)
      clock.advance(1_000)
    }
  }
  const bind = () => step('form_batches', 'sign_batches', 'bind_batches')
  return {
    platform,
    anvil,
    tills,
    mine,
    work,
    bind,
    failures,
    ask: (method, ...params) => anvil.request({ method, params }),
    step,
    bindAndSend: async () => {
      await bind()
      await step('send_attempts')
    },
    settle: () => settle({ platform, tills, work, mine }),
    countInFlight: async () => {
      const verdict = judge(tills.accepted, await issued('finalized'))
      return verdict.lost.length
    },
    judge: async () => judge(tills.accepted, await issued('latest')),
  }
}

/** Runs a relayer's steps as loops do, and counts what failed. */
function runSteps(relayer: Relayer) {
  let failed = 0
  const ranAt = new Map<string, number>()
  const steps = relayerSteps(relayer)
  const run = async (what: () => Promise<unknown>): Promise<void> => {
    try {
      await what()
    } catch (error) {
      if (!isPassing(error)) throw error
      failed += 1
    }
  }
  const now = () => relayer.clock.now().getTime()
  const isDue = ({ name, intervalMs }: RelayerStep) => Math.abs(now() - (ranAt.get(name) ?? 0)) >= intervalMs
  const step = async (...names: string[]): Promise<void> => {
    for (const each of steps.filter((one) => (names.length === 0 ? isDue(one) : names.includes(one.name)))) {
      ranAt.set(each.name, now())
      await run(() => each.run())
    }
  }
  return { run, step, failures: () => failed }
}

async function settle({
  platform,
  tills,
  work,
  mine,
}: Pick<Lab, 'platform' | 'tills' | 'work' | 'mine'>): Promise<void> {
  const { database } = platform
  const isPosted = async (): Promise<boolean> => {
    const unposted = await database.batch.count({ where: { state: { not: 'posted' } } })
    return unposted + (await database.outboxEntry.count({ where: { batchId: null } })) === 0
  }
  const isFinal = async () =>
    (await database.call.count({ where: { state: { in: ['open', 'bound', 'included'] } } })) === 0
  for (let pass = 0; pass < SETTLE_PASSES_MAX; pass++) {
    await tills.repeatOpen()
    await work(1)
    if (tills.open() > 0 || !(await isPosted())) continue
    // Blocks are cheap, and passes are not: what is posted becomes final the sooner.
    await mine(FINALITY_DEPTH + 1)
    await work(1)
    if ((await isPosted()) && (await isFinal())) return
  }
  const states = await platform.batches()
  const told = platform.events.slice(-8).map((event) => JSON.stringify(event, showBigint))
  throw new Error(
    `not settled after ${SETTLE_PASSES_MAX} passes: ${JSON.stringify(states.slice(-4), showBigint)} ${told.join(' ')}`,
  )
}

function showBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
