import type { Address } from 'viem'

import { pointsAccountsAbi } from '../../abis/PointsAccounts.ts'
import { type Chain, readFromFirst } from './client.ts'

/** The sequence number that an account's next freeze or unfreeze must name, by the newest block. */
export async function readNextFreezeSequence(chain: Chain, account: string): Promise<bigint> {
  return readFromFirst(chain, (client) =>
    client.readContract({
      address: chain.addresses.accounts,
      abi: pointsAccountsAbi,
      functionName: 'nextFreezeSequence',
      args: [account as Address],
    }),
  )
}
