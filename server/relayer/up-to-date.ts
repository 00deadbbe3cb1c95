import { readHead } from '../chain/read-head.ts'
import { type ChainCursor, findChainCursor } from '../database/chain-cursor.ts'
import { type Relayer } from './relayer.ts'

/** Blocks by which the projections may be behind the head and still be called up to date. */
const LAG_BLOCKS_MAX = 16n

/**
 * Where the projections stand; null while they are far behind the chain, or not to be trusted. Those that are being built
 * anew know only the first blocks: what they lack says nothing about the chain.
 */
export async function findUpToDateCursor({ database, chain }: Relayer): Promise<ChainCursor | null> {
  const cursor = await findChainCursor(database, chain.chainId)
  if (cursor === null || cursor.haltedReason !== null) return null
  const head = await readHead(chain)
  return head.number <= cursor.processedNumber + LAG_BLOCKS_MAX ? cursor : null
}
