import { type Address, type GetBlockReturnType, type Hash, hexToBytes, keccak256, type PublicClient } from 'viem'

import { type Connection, readFromFirst } from './client.ts'

/** A block without what is in it. */
export interface BlockHeader {
  number: bigint
  hash: Hash
  parentHash: Hash
  timestamp: Date
  transactionCount: number
  logsBloom: Hash | null
}

/** How many blocks are asked for at the same time; more would only queue at the endpoint. */
const READS_AT_ONCE_MAX = 16

/** The canonical block of a number, as the first endpoint that answers sees it now; null above its head. */
export async function readBlock(connection: Connection, number: bigint): Promise<BlockHeader | null> {
  return readFromFirst(connection, (client) => requestBlock(client, number))
}

/** The canonical blocks `from` to `to`, ends included, in order. Ends early where the chain does. */
export async function readBlocks(connection: Connection, from: bigint, to: bigint): Promise<BlockHeader[]> {
  const blocks: BlockHeader[] = []
  for (let first = from; first <= to; first += BigInt(READS_AT_ONCE_MAX)) {
    const numbers = Array.from({ length: READS_AT_ONCE_MAX }, (_, index) => first + BigInt(index))
    const read = await Promise.all(
      numbers.filter((number) => number <= to).map((number) => readBlock(connection, number)),
    )
    for (const block of read) {
      if (block === null) return blocks
      blocks.push(block)
    }
  }
  return blocks
}

/** Whether a block may hold logs of these contracts. False is certain, so that empty blocks need no further question. */
export function mayHoldLogs(block: BlockHeader, addresses: readonly Address[]): boolean {
  if (block.transactionCount === 0) return false
  // Some chains leave the filter empty whatever the block holds: then it says nothing.
  if (block.logsBloom === null || /^0x0*$/.test(block.logsBloom)) return true
  const bloom = hexToBytes(block.logsBloom)
  return addresses.some((address) => isInBloom(bloom, address))
}

/** Yellow paper 4.3.1: three bits, each named by the low 11 bits of a pair of bytes of the hash. */
function isInBloom(bloom: Uint8Array, address: Address): boolean {
  const hash = keccak256(address, 'bytes')
  return [0, 2, 4].every((at) => {
    const bit = (((hash[at] ?? 0) << 8) | (hash[at + 1] ?? 0)) & 2047
    return ((bloom[bloom.length - 1 - (bit >> 3)] ?? 0) & (1 << (bit & 7))) !== 0
  })
}

async function requestBlock(client: PublicClient, blockNumber: bigint): Promise<BlockHeader | null> {
  try {
    return toHeader(await client.getBlock({ blockNumber }))
  } catch (error) {
    // viem makes an error of the node's plain answer "null".
    if (error instanceof Error && error.name === 'BlockNotFoundError') return null
    throw error
  }
}

function toHeader(block: GetBlockReturnType): BlockHeader {
  return {
    number: block.number,
    hash: block.hash,
    parentHash: block.parentHash,
    timestamp: new Date(Number(block.timestamp) * 1000),
    transactionCount: block.transactions.length,
    logsBloom: block.logsBloom,
  }
}
