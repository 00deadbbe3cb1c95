import { readBlock, readBlocks, type BlockHeader } from '../chain/read-blocks.ts'
import type { Chain } from '../chain/client.ts'
import { readBlockLogs, readBlocksWithLogs, type ChainLog } from '../chain/read-logs.ts'
import type { BlockName } from '../database/chain-cursor.ts'
import { ChainContradiction } from './chain-contradiction.ts'

/** A block and what our contracts logged in it. */
export interface CollectedBlock {
  header: BlockHeader
  logs: ChainLog[]
}

/** What follows the processed block; `forked` when the chain's next block does not build on it. */
export type Collected = { kind: 'blocks'; blocks: CollectedBlock[] } | { kind: 'forked' }

/** Blocks that one step reads. */
export const HEADERS_PER_STEP = 64

/** Final blocks that one step searches for those with logs, with one question. */
export const FINAL_BLOCKS_PER_STEP = 2_000n

/** Up to this many final blocks are not worth the question: they are read one by one. */
const FINAL_BLOCKS_WORTH_SKIPPING = 8n

/** Reads the next blocks after `processed`, in order, a bounded number of them. */
export async function collectBlocks(
  chain: Chain,
  processed: BlockName,
  { head, finalized }: { head: bigint; finalized: bigint },
): Promise<Collected> {
  if (finalized - processed.number > FINAL_BLOCKS_WORTH_SKIPPING) return collectFinal(chain, processed, finalized)
  const last = head < processed.number + BigInt(HEADERS_PER_STEP) ? head : processed.number + BigInt(HEADERS_PER_STEP)
  const headers = await readBlocks(chain, processed.number + 1n, last)
  const forkedAt = headers.findIndex((header, at) => header.parentHash !== (headers[at - 1] ?? processed).hash)
  if (forkedAt === 0) return { kind: 'forked' }
  // A chain that is replaced while it is read: what fits together is used, the rest is read again.
  const linked = forkedAt === -1 ? headers : headers.slice(0, forkedAt)
  return { kind: 'blocks', blocks: await withLogs(chain, linked) }
}

/**
 * Final blocks cannot be replaced, so those without our logs are passed over and only the last one is kept as a link.
 * The search only says which blocks to look at: what counts is read by block hash.
 */
async function collectFinal(chain: Chain, processed: BlockName, finalized: bigint): Promise<Collected> {
  const first = await readBlock(chain, processed.number)
  if (first?.hash !== processed.hash) return { kind: 'forked' }
  const { numbers, last } = await searchLogs(chain, processed.number + 1n, finalized)
  const wanted = (numbers.includes(last) ? numbers : [...numbers, last]).slice(0, HEADERS_PER_STEP)
  const headers = await Promise.all(wanted.map((number) => readFinalBlock(chain, number)))
  return { kind: 'blocks', blocks: await withLogs(chain, headers) }
}

async function readFinalBlock(chain: Chain, number: bigint): Promise<BlockHeader> {
  const header = await readBlock(chain, number)
  if (header === null) throw new ChainContradiction(`The final block ${number} is missing.`)
  return header
}

/** Endpoints limit the range of such a search differently, and say so in no common way: halve until it is accepted. */
async function searchLogs(chain: Chain, from: bigint, finalized: bigint): Promise<{ numbers: bigint[]; last: bigint }> {
  let count = finalized - from + 1n < FINAL_BLOCKS_PER_STEP ? finalized - from + 1n : FINAL_BLOCKS_PER_STEP
  for (;;) {
    const last = from + count - 1n
    try {
      return { numbers: await readBlocksWithLogs(chain, from, last), last }
    } catch (error) {
      if (count === 1n) throw error
      count /= 2n
    }
  }
}

async function withLogs(chain: Chain, headers: readonly BlockHeader[]): Promise<CollectedBlock[]> {
  return Promise.all(headers.map(async (header) => ({ header, logs: await readBlockLogs(chain, header) })))
}
