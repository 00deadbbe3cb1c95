import type { Address } from 'viem'

import { accountsOf, tokenOf } from './contracts.ts'
import { type Chain, readFromFirst } from './client.ts'

/** The sequence number that an account's next freeze or unfreeze must name, by the newest block. */
export async function readNextFreezeSequence(chain: Chain, account: string): Promise<bigint> {
  return readFromFirst(chain, (client) =>
    client.readContract({ ...accountsOf(chain), functionName: 'nextFreezeSequence', args: [account as Address] }),
  )
}

/** Whose freezes stop an account, by the newest block. */
export async function readFrozenBy(chain: Chain, account: string): Promise<{ operator: boolean; member: boolean }> {
  const [operator, member] = await readFromFirst(chain, (client) =>
    client.readContract({ ...tokenOf(chain), functionName: 'frozenBy', args: [account as Address] }),
  )
  return { operator, member }
}
