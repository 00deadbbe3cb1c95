import { readBlock } from '../chain/read-blocks.ts'
import { insertBlocks } from '../database/blocks.ts'
import { insertChainCursor, restartChainCursor } from '../database/chain-cursor.ts'
import { StartRefused } from '../domain/start-refused.ts'
import type { IndexerDeps } from './deps.ts'
import { followChain, type FollowOutcome } from './follow-chain.ts'
import { lead } from './lead.ts'
import { deleteProjectionsAbove } from '../database/projections.ts'

/** Tells how far the projections have come. */
export type OnProgress = (processed: bigint) => void

/** So often in a row an answer that does not fit is asked for again before catching up is given up. */
const CONTRADICTIONS_MAX = 5

/** Begins to follow the chain just before our contracts, if the database does not follow it yet. */
export async function beginToFollow(deps: IndexerDeps): Promise<void> {
  const start = await readStart(deps)
  const issuance = deps.chain.addresses.issuance.toLowerCase()
  await deps.database.transaction(async (tx) => {
    const isNew = await insertChainCursor(tx, { chainId: deps.chain.chainId, issuance, start })
    if (isNew) await insertBlocks(tx, [start])
  })
}

/**
 * Drops every projection and replays the chain from the deployment of our contracts. A kill on the way loses nothing: the
 * next start follows on from where it was. Only the process that follows the chain may do it.
 */
export async function rebuildProjections(
  deps: IndexerDeps,
  onProgress: OnProgress = () => undefined,
): Promise<FollowOutcome> {
  if ((await lead(deps)) === null) return { kind: 'not_leading' }
  const start = await readStart(deps)
  await deps.database.transaction(async (tx) => {
    await restartChainCursor(tx, deps.chain.chainId, start)
    await deleteProjectionsAbove(tx, -1n)
    await insertBlocks(tx, [start])
  })
  return catchUp(deps, onProgress)
}

/** Follows the chain until there is nothing new, or until it cannot go on; returns the last outcome. */
export async function catchUp(deps: IndexerDeps, onProgress: OnProgress = () => undefined): Promise<FollowOutcome> {
  let contradictions = 0
  for (;;) {
    const outcome = await followChain(deps)
    if (outcome.kind === 'applied') onProgress(outcome.processed)
    contradictions = outcome.kind === 'contradicted' ? contradictions + 1 : 0
    const isDone = outcome.kind !== 'applied' && outcome.kind !== 'rolled_back' && outcome.kind !== 'contradicted'
    if (isDone || contradictions === CONTRADICTIONS_MAX) return outcome
  }
}

async function readStart({ chain, plannedAtBlock: number }: IndexerDeps) {
  const block = await readBlock(chain, number)
  if (block === null) {
    throw new StartRefused(
      'chain_without_contracts',
      `Chain ${chain.chainId} ends before block ${number}, where our contracts were deployed: correct RPC_URL, or wait until it is in sync.`,
    )
  }
  const { hash, parentHash, timestamp } = block
  return { number, hash, parentHash, timestamp }
}
