import { type Address, encodeFunctionData, type Hex } from 'viem'

import { accessManagerAbi } from '../../abis/AccessManager.ts'
import { pointsTokenAbi } from '../../abis/PointsToken.ts'
import type { PowerAct } from '../domain/powers.ts'
import type { Chain } from './client.ts'

const PAUSES = {
  pause_power: { issuing: 'pauseIssuing', redeeming: 'pauseRedeeming' },
  resume_power: { issuing: 'resumeIssuing', redeeming: 'resumeRedeeming' },
} as const

/** The call that makes it true: of the ledger for pauses, of the AccessManager for what was announced there. */
export function powerCall({ addresses }: Pick<Chain, 'addresses'>, act: PowerAct): { to: Address; data: Hex } {
  if (act.name === 'cancel_operation') {
    const args = [act.caller as Address, act.target as Address, act.data as Hex] as const
    const data = encodeFunctionData({ abi: accessManagerAbi, functionName: 'cancel', args })
    return { to: addresses.accessManager, data }
  }
  if ('account' in act) {
    const functionName = act.name === 'hold_account' ? 'freeze' : 'unfreeze'
    const data = encodeFunctionData({ abi: pointsTokenAbi, functionName, args: [act.account as Address] })
    return { to: addresses.token, data }
  }
  const functionName = PAUSES[act.name][act.power]
  return { to: addresses.token, data: encodeFunctionData({ abi: pointsTokenAbi, functionName }) }
}
