import { type Abi, type AbiParameter, decodeErrorResult, type Hex, parseAbi } from 'viem'

import { accessManagerAbi } from '../../abis/AccessManager.ts'
import { clearingAbi } from '../../abis/Clearing.ts'
import { logAnchorsAbi } from '../../abis/LogAnchors.ts'
import { partnerRegistryAbi } from '../../abis/PartnerRegistry.ts'
import { pointsAccountsAbi } from '../../abis/PointsAccounts.ts'
import { pointsIssuanceAbi } from '../../abis/PointsIssuance.ts'
import { pointsRedemptionAbi } from '../../abis/PointsRedemption.ts'
import { pointsTokenAbi } from '../../abis/PointsToken.ts'

/** Why a contract refused: the name of its error and the values that it gave, as text. */
export interface Revert {
  name: string
  args: Readonly<Record<string, string>>
}

/** Of a library: the compiler leaves it out of the contracts' own lists. */
const libraryErrors = parseAbi(['error GasTooLow(uint256 left, uint256 needed)'])

const errorAbi: Abi = [
  ...libraryErrors,
  ...pointsIssuanceAbi,
  ...pointsRedemptionAbi,
  ...pointsAccountsAbi,
  ...partnerRegistryAbi,
  ...pointsTokenAbi,
  ...clearingAbi,
  ...logAnchorsAbi,
  ...accessManagerAbi,
].filter((item) => item.type === 'error')

/** Names the custom error in revert data; unknown data keeps its selector as its name. */
export function decodeRevert(data: Hex): Revert {
  if (data === '0x') return { name: 'without_reason', args: {} }
  try {
    const { errorName, args, abiItem } = decodeErrorResult({ abi: errorAbi, data })
    const inputs: readonly AbiParameter[] = 'inputs' in abiItem ? abiItem.inputs : []
    const values: readonly unknown[] = args ?? []
    return {
      name: errorName,
      args: Object.fromEntries(values.map((value, i) => [inputs[i]?.name || `${i}`, String(value)])),
    }
  } catch {
    return { name: data.slice(0, 10), args: {} }
  }
}
