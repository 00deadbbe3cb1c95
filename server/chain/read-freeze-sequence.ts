import type { Address } from 'viem'

import { pointsAccountsAbi } from '../../abis/PointsAccounts.ts'
import { type Chain, readFromFirst } from './client.ts'

/** The sequence number that the ledger expects of an account's next freeze or unfreeze. */
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
