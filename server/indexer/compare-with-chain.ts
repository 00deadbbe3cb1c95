import { readBlock } from '../chain/read-blocks.ts'
import { readHead } from '../chain/read-head.ts'
import { findBlock } from '../database/blocks.ts'
import { findChainCursor, setHaltedReason, type ChainCursor } from '../database/chain-cursor.ts'
import { assert } from '../domain/assert.ts'
import { StartRefused } from '../domain/start-refused.ts'
import { findDifference, findForgotten } from './compare-figures.ts'
import type { IndexerDeps } from './deps.ts'
import { beginToFollow, catchUp, rebuildProjections, type OnProgress } from './rebuild-projections.ts'
import { findCommonAncestor, rollBack } from './roll-back.ts'

/** What the comparison at start found. */
export type Comparison =
  | { kind: 'agrees'; processed: bigint }
  /** The chain won: why the projections were rebuilt. */
  | { kind: 'rebuilt'; why: string; processed: bigint }
  /** Nothing is known to differ, but the chain could not be read as far as the projections go. */
  | { kind: 'unverified'; why: string }

export interface ComparisonOptions {
  /** An embedded chain has no other truth than its own state: what it lost is lost, even if it was called final. */
  isOwnChain: boolean
  onProgress?: OnProgress
}

/**
 * Compares the database with the chain before anything else runs, and lets the chain win: projections that differ are
 * built anew. Refuses where going on could do harm: other contracts, a chain whose final blocks changed, or a chain that
 * holds what this server did and this database does not know. What partners posted themselves is adopted.
 */
export async function compareWithChain(deps: IndexerDeps, options: ComparisonOptions): Promise<Comparison> {
  const { onProgress } = options
  await beginToFollow(deps)
  checkIssuance(deps, await getCursor(deps))
  const lost = await findLostBlock(deps, await getCursor(deps))
  if (lost !== null && !options.isOwnChain) throw refuseChangedPast(lost)
  if (lost === null) await goBackToHead(deps, options)
  const outcome = lost === null ? await catchUp(deps, onProgress) : await rebuildProjections(deps, onProgress)
  if (outcome.kind === 'halted') throw refuseChangedPast(outcome.reason)
  if (outcome.kind === 'behind') return { kind: 'unverified', why: `the chain is only at block ${outcome.head}` }
  if (outcome.kind === 'contradicted') return { kind: 'unverified', why: outcome.reason }
  // It compared when it started, and the cursor may be anywhere yet.
  if (outcome.kind === 'not_leading') return { kind: 'unverified', why: 'another process follows the chain' }
  return compareFigures(deps, { lost, onProgress })
}

async function compareFigures(
  deps: IndexerDeps,
  { lost, onProgress }: { lost: string | null; onProgress: OnProgress | undefined },
): Promise<Comparison> {
  let why = lost
  const difference = await findLastingDifference(deps)
  if (difference !== null) {
    why = difference
    const outcome = await rebuildProjections(deps, onProgress)
    if (outcome.kind === 'not_leading')
      return { kind: 'unverified', why: `${why}, and another process follows the chain` }
    const again = await findLastingDifference(deps)
    if (again !== null) {
      throw new StartRefused(
        'chain_contradicts_itself',
        `The chain's logs do not explain its state, even after a replay: ${again}. Use another RPC endpoint.`,
      )
    }
  }
  const forgotten = await findForgotten(deps)
  if (forgotten !== null) throw refuseOldDatabase(forgotten)
  const { processedNumber: processed } = await getCursor(deps)
  return why === null ? { kind: 'agrees', processed } : { kind: 'rebuilt', why, processed }
}

/** A difference that is there while nobody moves the projections: another process may be following. */
async function findLastingDifference(deps: IndexerDeps): Promise<string | null> {
  for (;;) {
    const cursor = await getCursor(deps)
    const difference = await findDifference(deps, cursor)
    const { processedHash } = await getCursor(deps)
    if (difference === null || processedHash === cursor.processedHash) return difference
  }
}

/** Whether the block that was final is still there; a sentence when it is not. Lifts a halt whose cause is gone. */
async function findLostBlock(deps: IndexerDeps, cursor: ChainCursor): Promise<string | null> {
  const applied = await findBlock(deps.database, cursor.finalizedNumber)
  assert(applied !== null, `the final block ${cursor.finalizedNumber} is not kept`)
  const canonical = await readBlock(deps.chain, cursor.finalizedNumber)
  if (canonical?.hash !== applied.hash) {
    const now = canonical === null ? 'the chain ends before it' : `it is ${canonical.hash} now`
    return `block ${cursor.finalizedNumber} was final as ${applied.hash}, and ${now}`
  }
  if (cursor.haltedReason !== null) await deps.database.transaction((tx) => setHaltedReason(tx, cursor, null))
  return null
}

/** An own chain cannot lag behind itself: a head that is lower than what was applied is a lost tip. */
async function goBackToHead(deps: IndexerDeps, { isOwnChain }: ComparisonOptions): Promise<void> {
  if (!isOwnChain) return
  const cursor = await getCursor(deps)
  const head = await readHead(deps.chain)
  if (head.number >= cursor.processedNumber) return
  const ancestor = await findCommonAncestor(deps, cursor, head.number)
  if (ancestor !== null) await rollBack(deps, cursor, ancestor)
}

async function getCursor({ database, chain }: IndexerDeps): Promise<ChainCursor> {
  const cursor = await findChainCursor(database, chain.chainId)
  assert(cursor !== null, 'the chain has a cursor from the first start on')
  return cursor
}

function checkIssuance({ chain }: IndexerDeps, cursor: ChainCursor): void {
  const issuance = chain.addresses.issuance.toLowerCase()
  if (cursor.issuance === issuance) return
  throw new StartRefused(
    'contracts_of_another_deployment',
    `This database follows the issuance contract ${cursor.issuance} on chain ${chain.chainId}, but the deployment record names ` +
      `${issuance}: restore the record, or use an empty database.`,
  )
}

function refuseChangedPast(what: string): StartRefused {
  return new StartRefused(
    'chain_past_changed',
    `The chain is not the one that this database follows: ${what}. Correct RPC_URL; if the chain itself was replaced, ` +
      'restore the database that belongs to it, or begin with an empty one.',
  )
}

function refuseOldDatabase(what: string): StartRefused {
  return new StartRefused(
    'database_older_than_chain',
    `The database is older than the chain, which holds ${what}. Restore a newer backup: what was accepted since then is only there.`,
  )
}
