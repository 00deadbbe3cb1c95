import { readBlock } from '../chain/read-blocks.ts'
import { deleteAccountEventsAbove } from '../database/account-events.ts'
import { deleteBlocksAbove, listBlocksDown } from '../database/blocks.ts'
import { moveChainCursor, type BlockName, type ChainCursor } from '../database/chain-cursor.ts'
import type { Transaction } from '../database/engine/client.ts'
import { deleteMovementsAbove } from '../database/movements.ts'
import { deletePartnerEventsAbove } from '../database/partner-events.ts'
import { deletePostedBatchesAbove } from '../database/posted-batches.ts'
import { deleteRedemptionEventsAbove } from '../database/redemption-events.ts'
import { deleteShortfallsAbove } from '../database/shortfalls.ts'
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

/** Deletes the rows of all blocks above a number from every projection. */
export async function deleteProjectionsAbove(tx: Transaction, number: bigint): Promise<void> {
  await deleteBlocksAbove(tx, number)
  await deletePostedBatchesAbove(tx, number)
  await deleteMovementsAbove(tx, number)
  await deleteShortfallsAbove(tx, number)
  await deletePartnerEventsAbove(tx, number)
  await deleteRedemptionEventsAbove(tx, number)
  await deleteAccountEventsAbove(tx, number)
}
