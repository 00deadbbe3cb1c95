import type { Address } from 'viem'

import { pointsAccountsAbi } from '../../abis/PointsAccounts.ts'
import { pointsTokenAbi } from '../../abis/PointsToken.ts'
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

/** The recovery of an account that waits, by the newest block; null for none. */
export async function readRecovery(
  chain: Chain,
  account: string,
): Promise<{ toAccount: string; readyAt: Date } | null> {
  const { to, readyAt } = await readFromFirst(chain, (client) =>
    client.readContract({
      address: chain.addresses.accounts,
      abi: pointsAccountsAbi,
      functionName: 'recoveryOf',
      args: [account as Address],
    }),
  )
  return readyAt === 0n ? null : { toAccount: to.toLowerCase(), readyAt: new Date(Number(readyAt) * 1000) }
}

/** Who has stopped redemption of an account, by the newest block. */
export async function readFrozenBy(chain: Chain, account: string): Promise<{ operator: boolean; member: boolean }> {
  const [operator, member] = await readFromFirst(chain, (client) =>
    client.readContract({
      address: chain.addresses.token,
      abi: pointsTokenAbi,
      functionName: 'frozenBy',
      args: [account as Address],
    }),
  )
  return { operator, member }
}

/** Whether the ledger has ever seen an account: points can only be moved to one that it has not. */
export async function readIsAccountUsed(chain: Chain, account: string): Promise<boolean> {
  const word = await readFromFirst(chain, (client) =>
    client.readContract({
      address: chain.addresses.token,
      abi: pointsTokenAbi,
      functionName: 'accountWord',
      args: [account as Address],
    }),
  )
  return word !== 0n
}
