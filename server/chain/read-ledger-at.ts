import type { Address, Hash, PublicClient } from 'viem'

import type { EpochScale } from '../domain/lots.ts'
import { tokenOf } from './contracts.ts'
import { type Chain, readFromFirst } from './client.ts'
import { readHead } from './read-head.ts'

/** Names a block for ever, as its number does not. */
export type BlockHash = Hash

/** How many balances are asked for at the same time. */
const READS_AT_ONCE_MAX = 16

/** The contract's number of the epoch that a block is in. */
export async function readEpochAt(chain: Chain, blockHash: BlockHash): Promise<number> {
  return readFromFirst(chain, async (client) => Number(await callToken(client, chain, blockHash, 'currentEpoch')))
}

/** How the contract counts epochs, by its own words at the newest block: the same at every block. */
export async function readEpochScale(chain: Chain): Promise<EpochScale> {
  const head = await readHead(chain)
  const [epoch, length] = await Promise.all([
    readEpochAt(chain, head.hash),
    readFromFirst(chain, (client) => callToken(client, chain, head.hash, 'epochLength')),
  ])
  const lengthSeconds = Number(length)
  return { originSeconds: (Math.floor(Number(head.timestamp) / lengthSeconds) - epoch) * lengthSeconds, lengthSeconds }
}

/** Every unexpired point in the state after that very block. */
export async function readTotalSupplyAt(chain: Chain, blockHash: BlockHash): Promise<bigint> {
  return readFromFirst(chain, (client) => callToken(client, chain, blockHash, 'totalSupply'))
}

/** Unexpired points of each account in the state after that very block. */
export async function readBalancesAt(
  chain: Chain,
  accounts: readonly string[],
  blockHash: BlockHash,
): Promise<Map<string, bigint>> {
  const balances = new Map<string, bigint>()
  for (let first = 0; first < accounts.length; first += READS_AT_ONCE_MAX) {
    const some = accounts.slice(first, first + READS_AT_ONCE_MAX)
    const read = await Promise.all(
      some.map(async (account) => [account, await readBalanceAt(chain, account as Address, blockHash)] as const),
    )
    for (const [account, balance] of read) balances.set(account, balance)
  }
  return balances
}

async function readBalanceAt(chain: Chain, account: Address, blockHash: BlockHash): Promise<bigint> {
  return readFromFirst(chain, (client) =>
    client.readContract({ ...tokenOf(chain), functionName: 'balanceOf', args: [account], blockHash }),
  )
}

function callToken(
  client: PublicClient,
  chain: Chain,
  blockHash: BlockHash,
  functionName: 'currentEpoch' | 'epochLength' | 'totalSupply',
): Promise<bigint> {
  return client.readContract({ ...tokenOf(chain), functionName, blockHash })
}
