import type { Address, Hash, PublicClient } from 'viem'

import { pointsTokenAbi } from '../../abis/PointsToken.ts'
import { type Chain, readFromFirst } from './client.ts'

/** Names a block for ever, as its number does not. */
export type BlockHash = Hash

/** How many balances are asked for at the same time. */
const READS_AT_ONCE_MAX = 16

/** The contract's number of the epoch that a block is in. */
export async function readEpochAt(chain: Chain, blockHash: BlockHash): Promise<number> {
  return readFromFirst(chain, async (client) => Number(await callToken(client, chain, blockHash, 'currentEpoch')))
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
    client.readContract({
      address: chain.addresses.token,
      abi: pointsTokenAbi,
      functionName: 'balanceOf',
      args: [account],
      blockHash,
    }),
  )
}

function callToken(
  client: PublicClient,
  chain: Chain,
  blockHash: BlockHash,
  functionName: 'currentEpoch' | 'totalSupply',
): Promise<bigint> {
  return client.readContract({ address: chain.addresses.token, abi: pointsTokenAbi, functionName, blockHash })
}
