import { type Address, encodeFunctionData, type Hex } from 'viem'

import { pointsTokenAbi } from '../../abis/PointsToken.ts'
import type { Chain } from './client.ts'

/** The call that has the ledger log what of these accounts' points has expired. Anybody may make it, and twice is harmless. */
export function sweepCall(
  { addresses }: Pick<Chain, 'addresses'>,
  accounts: readonly string[],
): { to: Address; data: Hex } {
  const args = [accounts as readonly Address[]] as const
  return { to: addresses.token, data: encodeFunctionData({ abi: pointsTokenAbi, functionName: 'sweep', args }) }
}
