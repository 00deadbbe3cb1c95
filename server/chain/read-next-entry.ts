import { type Hash } from 'viem'

import { classifyChainError } from './chain-error.ts'
import { registryOf } from './contracts.ts'
import { type Chain, readAgreed } from './client.ts'

/** Entries of a partner are numbered from here on; so its registration, which may still be on its way, changes nothing. */
const FIRST_ENTRY = 1n

/** The number that a partner's next batch must begin with, in the state after that very block. All endpoints agree. */
export async function readNextEntry(chain: Chain, partnerId: number, blockHash: string): Promise<bigint> {
  return readAgreed(
    chain,
    `the next entry of partner ${partnerId} at block ${blockHash}`,
    (client) =>
      client
        .readContract({
          ...registryOf(chain),
          functionName: 'nextEntry',
          args: [partnerId],
          blockHash: blockHash as Hash,
        })
        .catch((error: unknown) => {
          if (classifyChainError(error).revert?.name === 'PartnerUnknown') return FIRST_ENTRY
          throw error
        }),
    (nextEntry) => nextEntry.toString(),
  )
}
