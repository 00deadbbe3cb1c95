import { type Hash, hashStruct, hashTypedData } from 'viem'

import type { RedemptionOrder } from '../domain/redemption-order.ts'
import type { Chain } from './client.ts'
import { orderMessage, orderTypes, redemptionDomain } from './redemption-order-hash.ts'

/** What a partner signs to have orders burned. */
export interface ListToSign {
  partnerId: number
  orders: readonly RedemptionOrder[]
}

/** What a partner signs to give points of a burned order back. */
export interface RestorationToSign {
  partnerId: number
  /** The order's struct hash. */
  orderHash: string
  points: bigint
  /** What came back of the order before, so that the signature works once. */
  restoredBefore: bigint
}

/** The EIP-712 types of a list, in the contract's order. */
export const listTypes = {
  RedemptionList: [
    { name: 'partnerId', type: 'uint32' },
    { name: 'orders', type: 'Redemption[]' },
  ],
  ...orderTypes,
} as const

/** The EIP-712 types of a restoration, in the contract's order. */
export const restorationTypes = {
  Restoration: [
    { name: 'partnerId', type: 'uint32' },
    { name: 'order', type: 'bytes32' },
    { name: 'points', type: 'uint256' },
    { name: 'restoredBefore', type: 'uint256' },
  ],
} as const

/** The whole typed data of a list, as a signer needs it to see what it signs. */
export function listTypedData(chain: Chain, { partnerId, orders }: ListToSign) {
  const message = { partnerId, orders: orders.map((order) => orderMessage(order)) }
  return { domain: redemptionDomain(chain), types: listTypes, primaryType: 'RedemptionList' as const, message }
}

/** The list's name: its EIP-712 struct hash. */
export function hashList(chain: Chain, list: ListToSign): Hash {
  const { types, primaryType, message } = listTypedData(chain, list)
  return hashStruct({ types, primaryType, data: message })
}

/** What the partner's key signs: equal to the contract's `digestOfList`. */
export function listDigest(chain: Chain, list: ListToSign): Hash {
  return hashTypedData(listTypedData(chain, list))
}

/** The whole typed data of a restoration. */
export function restorationTypedData(
  chain: Chain,
  { partnerId, orderHash, points, restoredBefore }: RestorationToSign,
) {
  const message = { partnerId, order: orderHash as Hash, points, restoredBefore }
  return { domain: redemptionDomain(chain), types: restorationTypes, primaryType: 'Restoration' as const, message }
}

/** What the partner's key signs: equal to the contract's `digestOfRestoration`. */
export function restorationDigest(chain: Chain, restoration: RestorationToSign): Hash {
  return hashTypedData(restorationTypedData(chain, restoration))
}
