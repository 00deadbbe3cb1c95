import type { Hex } from 'viem'

import { redemptionOf } from './contracts.ts'
import { type Chain, readFromFirst } from './client.ts'

/** The chain of what a partner's lists spent on a day (days since 1970-01-01, UTC), by the newest block. */
export async function readChainOf(chain: Chain, partnerId: number, day: number): Promise<Hex> {
  return readFromFirst(chain, (client) =>
    client.readContract({ ...redemptionOf(chain), functionName: 'chainOf', args: [partnerId, BigInt(day)] }),
  )
}

/** How many points of an order came back, by the newest block. */
export async function readRestoredOf(chain: Chain, orderHash: string): Promise<bigint> {
  return readFromFirst(chain, (client) =>
    client.readContract({ ...redemptionOf(chain), functionName: 'pointsRestored', args: [orderHash as Hex] }),
  )
}
