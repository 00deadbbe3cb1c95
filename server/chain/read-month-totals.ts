import { type Hash } from 'viem'

import { registryOf } from './contracts.ts'
import { type Chain, readAgreed } from './client.ts'

/** What the registry says that a partner redeemed and restored in a month. */
export interface RedeemedOnChain {
  redeemed: bigint
  restored: bigint
}

/** A partner's points of a month (months since 1970-01, UTC), in the state after that very block. All endpoints agree. */
export async function readRedeemedInMonth(
  chain: Chain,
  partnerId: number,
  month: number,
  blockHash: string,
): Promise<RedeemedOnChain> {
  const { redeemed, restored } = await readAgreed(
    chain,
    `the redemptions of partner ${partnerId} at block ${blockHash}`,
    (client) =>
      client.readContract({
        ...registryOf(chain),
        functionName: 'monthTotals',
        args: [partnerId, BigInt(month)],
        blockHash: blockHash as Hash,
      }),
    (totals) => `${totals.redeemed} ${totals.restored}`,
  )
  return { redeemed, restored }
}
