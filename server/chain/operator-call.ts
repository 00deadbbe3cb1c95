import { type Address, encodeFunctionData, type Hex } from 'viem'

import { partnerRegistryAbi } from '../../abis/PartnerRegistry.ts'
import type { Chain } from './client.ts'

/** What an operator may do to a partner. */
type OperatorAct =
  | { readonly name: 'register_partner'; readonly partnerName: string; readonly issuerAddress: string }
  | { readonly name: 'suspend_partner' | 'resume_partner' }
  | { readonly name: 'raise_allowance' | 'lower_allowance' | 'set_daily_limit'; readonly points: bigint }

/** The registry call that makes an operator's act true. A new partner's issuer key redeems too, until it sets another. */
export function operatorCall(
  chain: Pick<Chain, 'addresses'>,
  partnerId: number,
  act: OperatorAct,
): { to: Address; data: Hex } {
  return { to: chain.addresses.registry, data: encodeAct(partnerId, act) }
}

function encodeAct(partnerId: number, act: OperatorAct): Hex {
  const abi = partnerRegistryAbi
  switch (act.name) {
    case 'register_partner': {
      const key = act.issuerAddress as Hex
      return encodeFunctionData({ abi, functionName: 'register', args: [partnerId, act.partnerName, key, key] })
    }
    case 'suspend_partner':
      return encodeFunctionData({ abi, functionName: 'suspend', args: [partnerId] })
    case 'resume_partner':
      return encodeFunctionData({ abi, functionName: 'resume', args: [partnerId] })
    case 'raise_allowance':
      return encodeFunctionData({ abi, functionName: 'raiseAllowance', args: [partnerId, act.points] })
    case 'lower_allowance':
      return encodeFunctionData({ abi, functionName: 'lowerAllowance', args: [partnerId, act.points] })
    case 'set_daily_limit':
      return encodeFunctionData({ abi, functionName: 'setDailyLimit', args: [partnerId, act.points] })
  }
}

/** The call that takes an allowance away, by so many points. */
export function encodeLowerAllowance(
  chain: Pick<Chain, 'addresses'>,
  partnerId: number,
  points: bigint,
): { to: Address; data: Hex } {
  return operatorCall(chain, partnerId, { name: 'lower_allowance', points })
}
