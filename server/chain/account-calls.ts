import { type Address, encodeFunctionData, type Hex } from 'viem'

import { pointsAccountsAbi } from '../../abis/PointsAccounts.ts'
import type { Chain } from './client.ts'

/** What can be done to an account through PointsAccounts. Deadlines are Unix seconds. */
export type AccountCall =
  | {
      name: 'set_freeze'
      account: string
      frozen: boolean
      sequence: bigint
      deadline: bigint
      signature: string
    }
  | { name: 'move'; from: string; to: string; deadline: bigint; signatureFrom: string; signatureTo: string }
  | { name: 'announce_recovery'; from: string; to: string; deadline: bigint; signatureTo: string }
  | { name: 'refuse_recovery'; from: string; signature: string }
  | { name: 'cancel_recovery' | 'complete_recovery'; from: string }

/** Those that only the operator may make. */
export const OPERATOR_ACCOUNT_CALLS: readonly string[] = [
  'announce_recovery',
  'cancel_recovery',
] satisfies AccountCall['name'][]

/** The call that makes an act about an account true. */
export function accountCall({ addresses }: Pick<Chain, 'addresses'>, call: AccountCall): { to: Address; data: Hex } {
  return { to: addresses.accounts, data: encode(call) }
}

function encode(call: AccountCall): Hex {
  const abi = pointsAccountsAbi
  switch (call.name) {
    case 'set_freeze': {
      const { account, frozen, sequence, deadline, signature } = call
      const args = [account as Address, frozen, sequence, deadline, signature as Hex] as const
      return encodeFunctionData({ abi, functionName: 'setFreeze', args })
    }
    case 'move': {
      const { from, to, deadline, signatureFrom, signatureTo } = call
      const args = [from as Address, to as Address, deadline, signatureFrom as Hex, signatureTo as Hex] as const
      return encodeFunctionData({ abi, functionName: 'move', args })
    }
    case 'announce_recovery': {
      const { from, to, deadline, signatureTo } = call
      const args = [from as Address, to as Address, deadline, signatureTo as Hex] as const
      return encodeFunctionData({ abi, functionName: 'announceRecovery', args })
    }
    case 'refuse_recovery':
      return encodeFunctionData({
        abi,
        functionName: 'refuseRecovery',
        args: [call.from as Address, call.signature as Hex],
      })
    case 'cancel_recovery':
      return encodeFunctionData({ abi, functionName: 'cancelRecovery', args: [call.from as Address] })
    case 'complete_recovery':
      return encodeFunctionData({ abi, functionName: 'completeRecovery', args: [call.from as Address] })
  }
}
