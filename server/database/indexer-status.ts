import { findBlock } from './blocks.ts'
import { findChainCursor, type ChainCursor } from './chain-cursor.ts'
import type { Reader } from './client.ts'
import { findConfirmationLag, listUnknownPostedBatches, type ConfirmationLag } from './posted-batches.ts'

/** How the projections stand to the chain. */
export interface IndexerStatus extends Pick<
  ChainCursor,
  'chainId' | 'processedNumber' | 'processedHash' | 'finalizedNumber' | 'haltedReason' | 'behindSince' | 'leader'
> {
  /** The processed block's own time: how old what we show is, by the chain's clock. */
  processedAt: Date | null
  /** From acceptance to confirmation; null when nothing was confirmed in that time. */
  lag: ConfirmationLag | null
  /** Batches on chain that this database never formed (a hundred at most are counted): somebody must look. */
  unknownBatches: number
}

const UNKNOWN_BATCHES_MAX = 100

/** The indexer's state for health pages and the command line; null before the chain is followed. */
export async function findIndexerStatus(
  reader: Reader,
  { chainId, lagSince }: { chainId: number; lagSince: Date },
): Promise<IndexerStatus | null> {
  const cursor = await findChainCursor(reader, chainId)
  if (cursor === null) return null
  const { processedNumber, processedHash, finalizedNumber, haltedReason, behindSince, leader } = cursor
  return {
    chainId,
    processedNumber,
    processedHash,
    finalizedNumber,
    haltedReason,
    behindSince,
    leader,
    processedAt: (await findBlock(reader, processedNumber))?.timestamp ?? null,
    lag: await findConfirmationLag(reader, lagSince),
    unknownBatches: (await listUnknownPostedBatches(reader, UNKNOWN_BATCHES_MAX)).length,
  }
}
