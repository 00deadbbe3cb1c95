import { pointsTokenAbi } from '../../../../abis/PointsToken.ts'
import type { OpenLedger } from './open-ledger.ts'

/** The supply in a block that somebody else named, to hold their word against. */
export function readSupplyAt({ client, contracts }: OpenLedger, blockNumber: bigint): Promise<bigint> {
  return client.readContract({
    address: contracts.token,
    abi: pointsTokenAbi,
    functionName: 'totalSupply',
    blockNumber,
  })
}
