import { type Address, encodeFunctionData, type Hash, type Hex, keccak256, stringToBytes } from 'viem'

import { clearingAbi } from '../../abis/Clearing.ts'
import { assert } from '../domain/assert.ts'
import type { Chain } from './client.ts'

/** What the server asks Clearing to do in its own name. */
type ClearingAct =
  | { readonly name: 'close_month'; readonly month: number; readonly partnersMax: number }
  | { readonly name: 'extend_partners'; readonly partnerId: number }
  | { readonly name: 'mark_payment'; readonly month: number; readonly partnerId: number; readonly reference: string }
  | { readonly name: 'resolve_dispute'; readonly month: number; readonly partnerId: number; readonly outcome: string }

/** The call of Clearing that does it. Months are counted since 1970-01, UTC. */
export function clearingCall({ addresses }: Pick<Chain, 'addresses'>, act: ClearingAct): { to: Address; data: Hex } {
  assert(addresses.clearing !== null, 'only where there is Clearing is anything asked of it')
  return { to: addresses.clearing, data: encodeAct(act) }
}

function encodeAct(act: ClearingAct): Hex {
  const abi = clearingAbi
  switch (act.name) {
    case 'close_month':
      return encodeFunctionData({
        abi,
        functionName: 'closeMonth',
        args: [BigInt(act.month), BigInt(act.partnersMax)],
      })
    case 'extend_partners':
      return encodeFunctionData({ abi, functionName: 'extendTo', args: [act.partnerId] })
    case 'mark_payment': {
      const { month, partnerId, reference } = act
      return encodeFunctionData({
        abi,
        functionName: 'markByOperator',
        args: [BigInt(month), partnerId, hashOfText(reference)],
      })
    }
    case 'resolve_dispute': {
      const { month, partnerId, outcome } = act
      return encodeFunctionData({
        abi,
        functionName: 'resolveDispute',
        args: [BigInt(month), partnerId, hashOfText(outcome)],
      })
    }
  }
}

/** What Clearing keeps of a text, such as the reference of a payment: keccak256 of its UTF-8. */
export function hashOfText(text: string): Hash {
  return keccak256(stringToBytes(text))
}
