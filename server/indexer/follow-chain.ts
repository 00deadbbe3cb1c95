import { readDisagreement, readIsQuorumMissing } from '../chain/chain-error.ts'
import { readBlockHash, readFinalized, readHead, type ChainHead } from '../chain/read-head.ts'
import { deleteBlocksBelow, findBlock } from '../database/blocks.ts'
import {
  findChainCursor,
  raiseFinalized,
  setBehindSince,
  setDoubtReason,
  setHaltedReason,
  type BlockName,
  type ChainCursor,
} from '../database/chain-cursor.ts'
import { listUntoldAccruals, noteEvents } from '../database/feed-events.ts'
import { assert } from '../domain/assert.ts'
import { applyBlocks } from './apply-block.ts'
import { ChainContradiction, LogsContradiction } from './chain-contradiction.ts'
import { collectBlocks } from './collect-blocks.ts'
import type { IndexerDeps } from './deps.ts'
import { lead } from './lead.ts'
import { findCommonAncestor, rollBack } from './roll-back.ts'

/** What one step found and did. `applied` and `rolled_back` mean: there may be more, look again at once. */
export type FollowOutcome =
  | { kind: 'idle' }
  | { kind: 'applied'; blocks: bigint; processed: bigint }
  | { kind: 'rolled_back'; cause: 'reorg' | 'lost_tip'; from: bigint; to: bigint }
  /** The head is below what was applied, with no other hash: the endpoint lags, or the chain lost its tip. */
  | { kind: 'behind'; head: bigint; processed: bigint }
  /** What was read does not fit together; nothing of it was applied. */
  | { kind: 'contradicted'; reason: string }
  /** Another process follows the chain, or was faster. */
  | { kind: 'not_leading' }
  /** Somebody must look: see `ChainCursor.haltedReason`. */
  | { kind: 'halted'; reason: string }

/** So long a head may stay behind what was applied before it is taken for a chain that lost its tip. */
export const HEAD_BEHIND_MS_MAX = 30_000

/** Applied blocks that are kept below the final one, for people who look into what happened. */
export const BLOCKS_KEPT_BELOW_FINAL = 256n

/** One step of following the chain: looks at its head, then applies the next blocks, or takes back what it lost. */
export async function followChain(deps: IndexerDeps): Promise<FollowOutcome> {
  const cursor = await lead(deps)
  if (cursor === null) return { kind: 'not_leading' }
  if (cursor.haltedReason !== null) return { kind: 'halted', reason: cursor.haltedReason }
  const outcome = await step(deps, cursor)
  if (outcome.kind === 'idle' && cursor.doubtReason !== null) await note(deps, null)
  return outcome
}

async function step(deps: IndexerDeps, cursor: ChainCursor): Promise<FollowOutcome> {
  try {
    const head = await readHead(deps.chain)
    const finalized = await readFinal(deps, head)
    if (head.number < cursor.processedNumber) return await fallBehind(deps, cursor, head)
    if (head.number === cursor.processedNumber) {
      if (head.hash !== cursor.processedHash) return await reorganise(deps, cursor, head.number)
      if (cursor.behindSince !== null) await deps.database.transaction((tx) => setBehindSince(tx, cursor, null))
      await noteFinality(deps, cursor, finalized)
      return { kind: 'idle' }
    }
    return await goOn(deps, cursor, { head, finalized })
  } catch (error) {
    if (error instanceof ChainContradiction) return doubt(deps, error)
    if (readIsQuorumMissing(error)) return doubt(deps, new ChainContradiction(tooFew(deps)))
    const question = readDisagreement(error)
    if (question === null) throw error
    // Everybody may see it, so it does not name the endpoints.
    return doubt(deps, new ChainContradiction(`The RPC endpoints disagree about ${question}.`))
  }
}

/** Everybody may see it, so it does not name the endpoints. */
function tooFew({ chain: { endpoints, quorum } }: IndexerDeps): string {
  return `Too few RPC endpoints answer: ${quorum} of ${endpoints.length} must agree.`
}

/** A hidden log belongs to a block that counts as applied, so blocks that are not final yet are read again. */
async function doubt(deps: IndexerDeps, contradiction: ChainContradiction): Promise<FollowOutcome> {
  const cursor = await findChainCursor(deps.database, deps.chain.chainId)
  // Another process went on meanwhile: then it was our own picture that was out of date.
  if (cursor?.leader !== deps.leader) return { kind: 'not_leading' }
  const final = await findBlock(deps.database, cursor.finalizedNumber)
  const isDoubtful = contradiction instanceof LogsContradiction && cursor.processedNumber > cursor.finalizedNumber
  if (isDoubtful && final !== null) await rollBack(deps, cursor, final)
  if (cursor.doubtReason !== contradiction.message) await note(deps, contradiction.message)
  return { kind: 'contradicted', reason: contradiction.message }
}

/** Notes a doubt, or its end, where everybody can see it. */
async function note(deps: IndexerDeps, reason: string | null): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const cursor = await findChainCursor(tx, deps.chain.chainId)
    if (cursor !== null) await setDoubtReason(tx, cursor, reason)
  })
}

async function goOn(
  deps: IndexerDeps,
  cursor: ChainCursor,
  { head, finalized }: { head: ChainHead; finalized: BlockName },
): Promise<FollowOutcome> {
  const processed = { number: cursor.processedNumber, hash: cursor.processedHash }
  const collected = await collectBlocks(deps.chain, processed, { head: head.number, finalized: finalized.number })
  if (collected.kind === 'forked') return reorganise(deps, cursor, cursor.processedNumber)
  const moved = await applyBlocks(deps, cursor, collected.blocks)
  if (moved === null) return { kind: 'not_leading' }
  await noteFinality(deps, moved, finalized)
  const blocks = moved.processedNumber - cursor.processedNumber
  return blocks === 0n ? { kind: 'idle' } : { kind: 'applied', blocks, processed: moved.processedNumber }
}

/** A head that went back is no reorg as long as it names no other hash: most often an endpoint is behind the others. */
async function fallBehind(deps: IndexerDeps, cursor: ChainCursor, head: ChainHead): Promise<FollowOutcome> {
  const applied = await findBlock(deps.database, head.number)
  if (applied !== null && applied.hash !== head.hash) return reorganise(deps, cursor, head.number)
  const now = deps.clock.now()
  const since = cursor.behindSince ?? now
  if (cursor.behindSince === null) await deps.database.transaction((tx) => setBehindSince(tx, cursor, now))
  if (now.getTime() - since.getTime() < HEAD_BEHIND_MS_MAX) {
    return { kind: 'behind', head: head.number, processed: cursor.processedNumber }
  }
  if (applied === null || head.number < cursor.finalizedNumber) {
    return halt(
      deps,
      cursor,
      `The chain ends at block ${head.number}, below block ${cursor.finalizedNumber}, which was final.`,
    )
  }
  const rolledBack = await rollBack(deps, cursor, applied)
  if (!rolledBack) return { kind: 'not_leading' }
  return { kind: 'rolled_back', cause: 'lost_tip', from: cursor.processedNumber, to: applied.number }
}

async function reorganise(deps: IndexerDeps, cursor: ChainCursor, from: bigint): Promise<FollowOutcome> {
  const ancestor = await findCommonAncestor(deps, cursor, from)
  if (ancestor === null) {
    return halt(
      deps,
      cursor,
      `Block ${cursor.finalizedNumber} (or one below it), which was final, is another block now.`,
    )
  }
  // The chain came back to what was applied while it was walked.
  if (ancestor.number === cursor.processedNumber) return { kind: 'idle' }
  if (!(await rollBack(deps, cursor, ancestor))) return { kind: 'not_leading' }
  return { kind: 'rolled_back', cause: 'reorg', from: cursor.processedNumber, to: ancestor.number }
}

async function halt(deps: IndexerDeps, cursor: ChainCursor, what: string): Promise<FollowOutcome> {
  const reason =
    `${what} Entente follows the chain no further: check RPC_URL and the chain's own news; ` +
    'a restart compares the database with the chain and goes on if they agree again.'
  await deps.database.transaction((tx) => setHaltedReason(tx, cursor, reason))
  return { kind: 'halted', reason }
}

async function readFinal({ chain, finality }: IndexerDeps, head: ChainHead): Promise<BlockName> {
  if (finality.kind === 'tag') return readFinalized(chain)
  const number = head.number > finality.blocks ? head.number - finality.blocks : 0n
  return { number, hash: await readBlockHash(chain, number) }
}

/** Finality reaches as far as blocks were applied, and only over the very blocks that were. */
async function noteFinality(deps: IndexerDeps, cursor: ChainCursor, finalized: BlockName): Promise<void> {
  const number = finalized.number < cursor.processedNumber ? finalized.number : cursor.processedNumber
  if (number <= cursor.finalizedNumber) return
  const applied = await findBlock(deps.database, number)
  assert(applied !== null, `block ${number} was applied and is not kept`)
  if (number === finalized.number && applied.hash !== finalized.hash) {
    throw new ChainContradiction(`The final block ${number} is ${finalized.hash}, but ${applied.hash} was applied.`)
  }
  await deps.database.transaction(async (tx) => {
    if (!(await raiseFinalized(tx, cursor, number))) return
    await deleteBlocksBelow(tx, number - BLOCKS_KEPT_BELOW_FINAL)
    const accruals = await listUntoldAccruals(tx, { aboveBlock: cursor.finalizedNumber, untilBlock: number })
    const at = deps.clock.now()
    noteEvents(
      tx,
      accruals.map(({ entryId, partnerId, points, ...facts }) => ({
        partnerId,
        type: 'accrual.finalized' as const,
        objectId: entryId,
        data: { entryId, ...facts, points: String(points) },
        at,
      })),
    )
  })
}
