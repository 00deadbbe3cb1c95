import { readBlock } from '../chain/read-blocks.ts'
import { listBlocksDown } from '../database/blocks.ts'
import { moveChainCursor, type BlockName, type ChainCursor } from '../database/chain-cursor.ts'
import { deleteProjectionsAbove } from '../database/projections.ts'
import { ChainContradiction } from './chain-contradiction.ts'
import type { IndexerDeps } from './deps.ts'

/** Rows of blocks that are read at once on the way back. */
const BLOCKS_PER_LOOK = 64

/**
 * The newest applied block at or below `from` that the chain still has; null when even the block that was final is gone.
 * Blocks above finality are applied one by one, so the walk meets no gap.
 */
export async function findCommonAncestor(
  { database, chain }: IndexerDeps,
  cursor: ChainCursor,
  from: bigint,
): Promise<BlockName | null> {
  for (let top = from; top >= cursor.finalizedNumber;) {
    const applied = await listBlocksDown(database, top, cursor.finalizedNumber, BLOCKS_PER_LOOK)
    for (const block of applied) {
      const canonical = await readBlock(chain, block.number)
      // An endpoint that does not have the block yet says nothing about it.
      if (canonical === null) throw new ChainContradiction(`The endpoint has no block ${block.number} below its head.`)
      if (canonical.hash === block.hash) return { number: block.number, hash: block.hash }
    }
    const lowest = applied.at(-1)
    if (lowest === undefined) return null
    top = lowest.number - 1n
  }
  return null
}

/** Takes back all that was applied above an ancestor, in one transaction. False when somebody else moved the cursor. */
export async function rollBack({ database }: IndexerDeps, cursor: ChainCursor, to: BlockName): Promise<boolean> {
  return database.transaction(async (tx) => {
    if (!(await moveChainCursor(tx, cursor, to))) return false
    await deleteProjectionsAbove(tx, to.number)
    return true
  })
}
