import { type AbiEvent, type Address, BaseError, type Log, type PublicClient } from 'viem'

/** What is looked for: events of some contracts. */
export interface LogQuestion {
  readonly addresses: readonly Address[]
  readonly events: readonly AbiEvent[]
}

/** A log of a block, not decoded yet. */
export type BlockLog = Log<bigint, number, false>

/** Blocks that are asked for at once, where the endpoint takes as many. */
export const BLOCKS_MAX = 100_000n

/**
 * Reads the events of a range of blocks, in the order of the chain. Endpoints limit how many blocks or events they answer: what is
 * refused is asked for again in halves, down to single blocks. Throws what the endpoint said to one block.
 */
export async function readLogs(
  client: PublicClient,
  question: LogQuestion,
  { from, to }: { from: bigint; to: bigint },
): Promise<BlockLog[]> {
  if (to < from) return []
  const { addresses, events } = question
  if (to - from < BLOCKS_MAX) {
    try {
      return await client.getLogs({ address: [...addresses], events: [...events], fromBlock: from, toBlock: to })
    } catch (error) {
      if (from === to || !(error instanceof BaseError)) throw error
    }
  }
  const middle = from + (to - from) / 2n
  // One after the other: an endpoint that refused once is not to be hurried.
  const first = await readLogs(client, question, { from, to: middle })
  return [...first, ...(await readLogs(client, question, { from: middle + 1n, to }))]
}
