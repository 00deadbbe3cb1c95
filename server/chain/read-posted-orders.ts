import {
  decodeFunctionData,
  type Hash,
  type Hex,
  hexToBigInt,
  hexToNumber,
  size,
  slice,
  TransactionNotFoundError,
} from 'viem'

import { pointsRedemptionAbi } from '../../abis/PointsRedemption.ts'
import type { RedemptionOrder } from '../domain/redemption-order.ts'
import { type Chain, readFromFirst } from './client.ts'
import { nullIfNotFound } from './not-found.ts'

const ORDER_BYTES = 69

/**
 * The orders of the list that a transaction posted; none where it did not call the contract itself. An endpoint may say
 * anything here: whoever uses it compares the hashes with what the contract keeps.
 */
export async function readPostedOrders(chain: Chain, hash: Hash): Promise<RedemptionOrder[]> {
  const transaction = await readFromFirst(chain, (client) =>
    nullIfNotFound(client.getTransaction({ hash }), TransactionNotFoundError),
  )
  if (transaction?.to?.toLowerCase() !== chain.addresses.redemption.toLowerCase()) return []
  const { functionName, args } = decodeFunctionData({ abi: pointsRedemptionAbi, data: transaction.input })
  if (functionName !== 'redeem') return []
  const [partnerId, packed] = args
  const count = Math.floor(size(packed) / ORDER_BYTES)
  return Array.from({ length: count }, (_, at) => unpackOrder(partnerId, slice(packed, at * ORDER_BYTES)))
}

/** As `packOrder` of redemption-calls.ts wrote it. */
function unpackOrder(partnerId: number, packed: Hex): RedemptionOrder {
  return {
    partnerId,
    member: slice(packed, 0, 20).toLowerCase(),
    points: hexToBigInt(slice(packed, 20, 26)),
    nonce: hexToNumber(slice(packed, 26, 29)),
    deadline: new Date(Number(hexToBigInt(slice(packed, 29, 37))) * 1_000),
    reward: slice(packed, 37, 69),
  }
}
