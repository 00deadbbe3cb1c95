import { type Hash, type PublicClient } from 'viem'

import { assert } from '../domain/assert.ts'
import { type Connection, readAgreed, readFromAll, readFromFirst } from './client.ts'

/** A block as the chain names it. */
export interface ChainHead {
  number: bigint
  hash: Hash
  parentHash: Hash
  /** Unix seconds. */
  timestamp: bigint
  baseFeePerGas: bigint
}

/** The newest block of the first endpoint that answers. A belief, not a fact: it may be replaced. */
export async function readHead(connection: Connection): Promise<ChainHead> {
  return readFromFirst(connection, (client) => readTagged(client, 'latest'))
}

/**
 * The newest block that every reachable endpoint, as many as must agree, calls final. Endpoints may be at different heights,
 * so the lowest counts, and its hash must be the same on all of them.
 */
export async function readFinalized(connection: Connection): Promise<ChainHead> {
  const asked = { question: 'the final block', answersMin: connection.quorum }
  const heads = [...(await readFromAll(connection, (client) => readTagged(client, 'finalized'), asked)).values()]
  const lowest = heads.reduce((low, head) => (head.number < low.number ? head : low))
  if (heads.length === 1) return lowest
  return readAgreedBlock(connection, lowest.number)
}

/** The hash of the canonical block of a number. All reachable endpoints agree. */
export async function readBlockHash(connection: Connection, number: bigint): Promise<Hash> {
  return (await readAgreedBlock(connection, number)).hash
}

async function readAgreedBlock(connection: Connection, number: bigint): Promise<ChainHead> {
  return readAgreed(
    connection,
    `block ${number}`,
    async (client) => toHead(await client.getBlock({ blockNumber: number })),
    (head) => head.hash,
  )
}

async function readTagged(client: PublicClient, blockTag: 'latest' | 'finalized'): Promise<ChainHead> {
  return toHead(await client.getBlock({ blockTag }))
}

function toHead(block: Awaited<ReturnType<PublicClient['getBlock']>>): ChainHead {
  assert(block.number !== null && block.hash !== null, 'only a pending block has no number')
  return {
    number: block.number,
    hash: block.hash,
    parentHash: block.parentHash,
    timestamp: block.timestamp,
    baseFeePerGas: block.baseFeePerGas ?? 0n,
  }
}
