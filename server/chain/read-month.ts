import { type Hash } from 'viem'

import { registryOf } from './contracts.ts'
import { type Chain, readAgreed } from './client.ts'

/** What the registry says of a partner's month, and what a point cost in it, in millionths of a minor unit. */
export interface MonthOnChain {
  issued: bigint
  reversed: bigint
  redeemed: bigint
  restored: bigint
  issueMicros: bigint
  redeemMicros: bigint
}

/** A partner's month (months since 1970-01, UTC) in the state after that very block. All endpoints agree. */
export async function readMonth(
  chain: Chain,
  partnerId: number,
  month: number,
  blockHash: string,
): Promise<MonthOnChain> {
  const at = { args: [partnerId, BigInt(month)], blockHash: blockHash as Hash } as const
  return readAgreed(
    chain,
    `the month of partner ${partnerId} at block ${blockHash}`,
    async (client) => {
      const [totals, prices] = await Promise.all([
        client.readContract({ ...registryOf(chain), functionName: 'monthTotals', ...at }),
        client.readContract({ ...registryOf(chain), functionName: 'prices', ...at }),
      ])
      const { issued, reversed, redeemed, restored } = totals
      return { issued, reversed, redeemed, restored, issueMicros: prices[0], redeemMicros: prices[1] }
    },
    (read) => Object.values(read).join(' '),
  )
}
