import { type Hash, hashStruct, hashTypedData, keccak256, stringToBytes, type TypedDataDomain } from 'viem'

import {
  ORDER_FIELDS,
  type OrderNaming,
  type OrderTypedData,
  type RedemptionOrder,
  rewardCommitmentText,
  type RewardGiven,
} from '../domain/redemption-order.ts'
import type { Chain } from './client.ts'

/** What naming an order takes of a chain. */
export type OrderChain = Pick<Chain, 'chainId' | 'addresses'>

/** The EIP-712 types of an order, in the contract's order. */
export const orderTypes = { Redemption: ORDER_FIELDS } as const

/** The redemption contract's EIP-712 domain. */
export function redemptionDomain({ chainId, addresses }: OrderChain) {
  return {
    name: 'Entente Redemption',
    version: '1',
    chainId,
    verifyingContract: addresses.redemption,
  } as const satisfies TypedDataDomain
}

/** The order's name everywhere: its EIP-712 struct hash. */
export function hashOrder(order: RedemptionOrder): Hash {
  return hashStruct({ types: orderTypes, primaryType: 'Redemption', data: orderMessage(order) })
}

/** What the member signs: equal to the contract's `digestOfOrder`. */
export function orderDigest(chain: OrderChain, order: RedemptionOrder): Hash {
  return hashTypedData({
    domain: redemptionDomain(chain),
    types: orderTypes,
    primaryType: 'Redemption',
    message: orderMessage(order),
  })
}

/** The typed data as `eth_signTypedData_v4` takes it, so that a wallet shows what is signed; numbers as decimal strings. */
export function orderTypedData(chain: OrderChain, order: RedemptionOrder): OrderTypedData {
  const { partnerId, member, points, reward, nonce, deadline } = orderMessage(order)
  return {
    types: {
      EIP712Domain: [
        { name: 'name', type: 'string' },
        { name: 'version', type: 'string' },
        { name: 'chainId', type: 'uint256' },
        { name: 'verifyingContract', type: 'address' },
      ],
      Redemption: [...ORDER_FIELDS],
    },
    primaryType: 'Redemption',
    domain: { ...redemptionDomain(chain), chainId: String(chain.chainId) },
    message: {
      partnerId: String(partnerId),
      member,
      points: String(points),
      reward,
      nonce: String(nonce),
      deadline: String(deadline),
    },
  }
}

/** The salted hash that an order names instead of what is given for the points. */
export function commitToReward(given: RewardGiven): Hash {
  return keccak256(stringToBytes(rewardCommitmentText(given)))
}

/** Names orders on a chain. */
export function nameOrders(chain: OrderChain): OrderNaming {
  return {
    hash: hashOrder,
    digest: (order) => orderDigest(chain, order),
    typedData: (order) => orderTypedData(chain, order),
    commitReward: commitToReward,
  }
}

/** An order as viem hashes it. */
export function orderMessage({ partnerId, member, points, reward, nonce, deadline }: RedemptionOrder) {
  return {
    partnerId,
    member: member as Hash,
    points,
    reward: reward as Hash,
    nonce: BigInt(nonce),
    deadline: BigInt(deadline.getTime()) / 1_000n,
  }
}
