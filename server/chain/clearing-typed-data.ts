import { type Address, encodeFunctionData, type Hash, type Hex, parseAbiParameters, type TypedDataDomain } from 'viem'

import { clearingAbi } from '../../abis/Clearing.ts'
import { assert } from '../domain/assert.ts'
import type { Chain } from './client.ts'
import type { TypedDataToSign } from './signer.ts'

/** What a partner does to its position of a month (months since 1970-01, UTC), as its next act there. */
export interface PartnerAct {
  readonly kind: 'confirmation' | 'dispute' | 'withdrawal'
  readonly month: number
  readonly partnerId: number
  /** Of the position, in minor units. */
  readonly minor: bigint
  /** keccak256 of the payment's reference or of the reason; null of a withdrawal. */
  readonly textHash: string | null
  /** How many acts the partner made there before. */
  readonly sequence: number
}

const TYPES = {
  PaymentMark: parseAbiParameters('uint256 month, uint32 partnerId, int256 net, bytes32 payment, uint256 sequence'),
  Dispute: parseAbiParameters('uint256 month, uint32 partnerId, int256 net, bytes32 reason, uint256 sequence'),
  DisputeWithdrawal: parseAbiParameters('uint256 month, uint32 partnerId, uint256 sequence'),
} as const

/** The typed data that the partner's issuer key signs. */
export function partnerActTypedData(chain: Chain, act: PartnerAct): TypedDataToSign {
  const { partnerId } = act
  const domain = clearingDomain(chain)
  const [month, sequence] = [BigInt(act.month), BigInt(act.sequence)]
  if (act.kind === 'withdrawal') {
    const { DisputeWithdrawal } = TYPES
    const message = { month, partnerId, sequence }
    return { domain, types: { DisputeWithdrawal }, primaryType: 'DisputeWithdrawal', message }
  }
  const { minor: net } = act
  if (act.kind === 'dispute') {
    const message = { month, partnerId, net, reason: hashOf(act), sequence }
    return { domain, types: { Dispute: TYPES.Dispute }, primaryType: 'Dispute', message }
  }
  const message = { month, partnerId, net, payment: hashOf(act), sequence }
  return { domain, types: { PaymentMark: TYPES.PaymentMark }, primaryType: 'PaymentMark', message }
}

/** The call that makes a signed act count. Anybody may send it. */
export function partnerActCall(chain: Chain, act: PartnerAct, signature: string): { to: Address; data: Hex } {
  const { partnerId } = act
  const [month, sequence, signed] = [BigInt(act.month), BigInt(act.sequence), signature as Hex]
  const abi = clearingAbi
  const to = addressOf(chain)
  switch (act.kind) {
    case 'confirmation': {
      const args = [month, partnerId, hashOf(act), sequence, signed] as const
      return { to, data: encodeFunctionData({ abi, functionName: 'markByPartner', args }) }
    }
    case 'dispute': {
      const args = [month, partnerId, hashOf(act), sequence, signed] as const
      return { to, data: encodeFunctionData({ abi, functionName: 'dispute', args }) }
    }
    case 'withdrawal': {
      const args = [month, partnerId, sequence, signed] as const
      return { to, data: encodeFunctionData({ abi, functionName: 'withdrawDispute', args }) }
    }
  }
}

function clearingDomain(chain: Chain): TypedDataDomain {
  return { name: 'Entente Clearing', version: '1', chainId: chain.chainId, verifyingContract: addressOf(chain) }
}

function addressOf({ addresses: { clearing } }: Chain): Address {
  assert(clearing !== null, 'a position is in a contract')
  return clearing
}

function hashOf({ textHash }: PartnerAct): Hash {
  assert(textHash !== null, 'payments and disputes have a text')
  return textHash as Hash
}
