import { tokenOf } from './contracts.ts'
import { type Chain, readFromFirst } from './client.ts'

/** Every unexpired point, as the token says now. */
export async function readTotalSupply(chain: Chain): Promise<bigint> {
  return readFromFirst(chain, (client) => client.readContract({ ...tokenOf(chain), functionName: 'totalSupply' }))
}
