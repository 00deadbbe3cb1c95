import type { Address, Hash, PublicClient } from 'viem'

import { pointsTokenAbi } from '../../abis/PointsToken.ts'
import { type Chain, readFromFirst } from './client.ts'

/** How many balances are asked for at the same time. */
const READS_AT_ONCE_MAX = 16

/** The contract's number of the epoch that a block is in. */
export async function readEpochAt(chain: Chain, blockHash: Hash): Promise<number> {
  return readFromFirst(chain, async (client) => Number(await callToken(client, chain, blockHash, 'currentEpoch')))
}

/** Every unexpired point in the state after that very block. */
export async function readTotalSupplyAt(chain: Chain, blockHash: Hash): Promise<bigint> {
  return readFromFirst(chain, (client) => callToken(client, chain, blockHash, 'totalSupply'))
}

/** Unexpired points of each account in the state after that very block. */
export async function readBalancesAt(
  chain: Chain,
  accounts: readonly Address[],
  blockHash: Hash,
): Promise<Map<Address, bigint>> {
  const balances = new Map<Address, bigint>()
  for (let first = 0; first < accounts.length; first += READS_AT_ONCE_MAX) {
    const some = accounts.slice(first, first + READS_AT_ONCE_MAX)
    const read = await Promise.all(some.map((account) => readBalanceAt(chain, account, blockHash)))
    some.forEach((account, index) => balances.set(account, read[index]!))
  }
  return balances
}

async function readBalanceAt(chain: Chain, account: Address, blockHash: Hash): Promise<bigint> {
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
  blockHash: Hash,
  functionName: 'currentEpoch' | 'totalSupply',
): Promise<bigint> {
  return client.readContract({ address: chain.addresses.token, abi: pointsTokenAbi, functionName, blockHash })
}
