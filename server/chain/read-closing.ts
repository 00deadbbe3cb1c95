import { BaseError, ContractFunctionZeroDataError, type Hash } from 'viem'

import { clearingOf } from './contracts.ts'
import { type Chain, readAgreed } from './client.ts'

/** How far Clearing is. */
export interface ClosingOnChain {
  /** The month that is closed next (months since 1970-01, UTC), and the partner with which its closing goes on. */
  readonly month: number
  readonly partnerId: number
  /** Of the month before it. */
  readonly before: { readonly isClosed: boolean; readonly pool: bigint; readonly positions: number }
}

/**
 * How far Clearing is in the state after that very block; null where there is no Clearing, or was none yet. All endpoints agree.
 */
export async function readClosing(chain: Chain, blockHash: string): Promise<ClosingOnChain | null> {
  const contract = clearingOf(chain)
  if (contract === null) return null
  const at = { ...contract, blockHash: blockHash as Hash }
  return readAgreed(
    chain,
    `the closing of months at block ${blockHash}`,
    async (client) => {
      const next = await client.readContract({ ...at, functionName: 'next' }).catch(nullWithoutCode)
      if (next === null) return null
      const [month, partnerId] = next
      const { closedAt, pool, positions } = await client.readContract({
        ...at,
        functionName: 'monthOf',
        args: [month - 1n],
      })
      const before = { isClosed: closedAt > 0n, pool, positions: Number(positions) }
      return { month: Number(month), partnerId, before }
    },
    (read) => (read === null ? 'none' : [read.month, read.partnerId, ...Object.values(read.before)].join(' ')),
  )
}

/** A coalition that was deployed before there was clearing has blocks in which it is not there. */
function nullWithoutCode(error: unknown): null {
  if (error instanceof BaseError && error.walk((each) => each instanceof ContractFunctionZeroDataError) !== null)
    return null
  throw error
}
