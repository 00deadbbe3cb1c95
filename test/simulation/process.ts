import { createHash } from 'node:crypto'

import { createChain, type Eip1193Request } from '../../server/chain/client.ts'
import { operatorCall } from '../../server/chain/operator-call.ts'
import { commitToOrder } from '../../server/chain/receipts-tree.ts'
import type { OperatorDeps } from '../../server/actions/partners/operator-calls.ts'
import { createProgrammes } from '../../server/actions/programme/live-programmes.ts'
import type { RecordDeps } from '../../server/actions/purchases/record-purchases.ts'
import { WHOLE_COALITION } from '../../server/domain/cells.ts'
import { Transient } from '../../server/domain/rejection.ts'
import { ChainError } from '../../server/chain/chain-error.ts'
import { compareWithChain, type Comparison } from '../../server/indexer/compare-with-chain.ts'
import type { IndexerDeps } from '../../server/indexer/deps.ts'
import { followChain } from '../../server/indexer/follow-chain.ts'
import { reconcileWithChain } from '../../server/relayer/reconcile.ts'
import { DEFAULT_RELAYER_LIMITS, type Relayer } from '../../server/relayer/relayer.ts'
import { relayerSteps } from '../../server/relayer/steps.ts'
import { issuerOf, signAsTestMember } from '../support/platform/coalition-chain.ts'
import { testArchiveTerms } from '../support/archive-terms.ts'
import { EDR_CHAIN_ID } from '../support/platform/edr-chain.ts'
import type { Faults } from './faults.ts'
import { gatedDatabase, gatedRequest } from './gates.ts'
import type { Random } from './random.ts'
import type { Actor, Turnstile } from './turnstile.ts'
import type { World } from './world.ts'

/** One server: all of its memory is lost when it dies. */
export interface SimulatedProcess extends Actor {
  record: RecordDeps
  operate: OperatorDeps & { db: RecordDeps['db'] }
  indexer: IndexerDeps
  relayer: Relayer
  /** What its loops would do, by name. A step that fails is tried again later, as the loops do. */
  steps: readonly { name: string; run(): Promise<void> }[]
  /** What a server does before its loops begin. */
  start(): Promise<Comparison>
}

export interface ProcessParts {
  world: World
  random: Random
  faults: Faults
  turnstile: Turnstile
  ids: { next(): string }
  /** Told of every event of the relayer, for the story of a failed seed. */
  tell(line: string): void
}

/** Builds a server over the world, with every way out of it behind the turnstile. */
export async function makeProcess(name: string, parts: ProcessParts): Promise<SimulatedProcess> {
  const { world, random, faults, turnstile, ids, tell } = parts
  const actor: Actor = { name, isDead: false }
  const database = gatedDatabase(world.database, { actor, turnstile, faults })
  const request = gatedRequest(world.coalition.edr.request, { actor, turnstile, faults, random, clock: world.clock })
  const chain = await connect(world, request)
  const { clock } = world
  const randomness = { bytes: (count: number) => random.bytes(count) }
  const relayer: Relayer = {
    database,
    chain,
    clock,
    ids,
    issuerOf: async (partner) => issuerOf(partner.id),
    signAsMember: signAsTestMember,
    lanes: [
      ...world.lanes.map((signer) => ({ signer, purpose: 'batches' as const })),
      { signer: world.coalition.operator, purpose: 'operator' as const },
    ],
    archive: testArchiveTerms(),
    limits: {
      ...DEFAULT_RELAYER_LIMITS,
      batchAgeMs: 500,
      parkedBatchAgeMs: 2_000,
      batchLifetimeMs: 10 * 60_000,
      deadlineMarginMs: 60_000,
      rebroadcastMs: 2_000,
      stuckMs: 3_000,
      listAgeMs: 500,
      renewalsMax: 1,
    },
    report: ({ name: what, ...rest }) => {
      faults.note(`relayer: ${what}`)
      tell(`${name} ${what} ${show(rest)}`)
    },
  }
  const plannedAtBlock = BigInt(world.coalition.deployment.plannedAtBlock)
  const follows = { leader: name, plannedAtBlock, cell: WHOLE_COALITION }
  const indexer: IndexerDeps = { database, chain, clock, ...follows, finality: { kind: 'tag' } }
  const follow = async (): Promise<void> => {
    const outcome = await followChain(indexer)
    if (outcome.kind !== 'idle') tell(`${name} follow_chain ${show(outcome)}`)
    if (outcome.kind === 'halted') throw new Error(`the indexer halted: ${outcome.reason}`)
    faults.note(`follow: ${outcome.kind}`)
  }
  const hashIdentifier = (kind: string, value: string): string =>
    createHash('sha256').update(`${kind} ${value}`).digest('hex')
  const findProgrammes = createProgrammes()
  const encodeOperatorAct: OperatorDeps['encodeOperatorAct'] = (partnerId, act) => operatorCall(chain, partnerId, act)
  const steps = [
    ...relayerSteps(relayer).map((step) => ({ name: step.name, run: () => step.run().then(() => undefined) })),
    { name: 'follow_chain', run: follow },
  ]
  return Object.assign(actor, {
    record: { db: database, clock, ids, randomness, hashIdentifier, findProgrammes, commitOrder: commitToOrder },
    operate: { db: database, clock, ids, encodeOperatorAct },
    indexer,
    relayer,
    steps: steps.map((step) => ({ name: step.name, run: () => passingFailures(faults, tell, name, step) })),
    start: async () => {
      const comparison = await compareWithChain(indexer, { isOwnChain: false })
      await reconcileWithChain(relayer)
      return comparison
    },
  })
}

/** Whether an error is one that a loop shrugs off: something outside did not answer. */
export function isPassing(error: unknown): boolean {
  return error instanceof Transient || (error instanceof ChainError && error.kind === 'transient')
}

async function passingFailures(
  faults: Faults,
  tell: (line: string) => void,
  name: string,
  step: { name: string; run(): Promise<void> },
): Promise<void> {
  try {
    await step.run()
  } catch (error) {
    if (!isPassing(error)) throw error
    tell(`${name} ${step.name} failed: ${describe(error)}`)
    faults.note('step failed and was tried again')
  }
}

function connect(world: World, request: Eip1193Request) {
  return createChain({
    endpoints: [request],
    chainId: EDR_CHAIN_ID,
    addresses: world.coalition.chain.addresses,
    // A request that fails, fails: what a server does then is what is being tested.
    retry: { roundsMax: 1, sleep: async () => undefined, random: () => 0 },
  })
}

/** What failed, and why, in one line. */
export function describe(error: unknown): string {
  const { message, cause } = error as Error
  return cause === undefined || cause === null ? message : `${message} <- ${describe(cause)}`
}

/** An object for a line of the story. */
export function show(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? String(each) : each))
}
