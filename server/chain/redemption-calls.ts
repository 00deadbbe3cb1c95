import { type Address, concat, encodeFunctionData, type Hex, numberToHex, size } from 'viem'

import { pointsRedemptionAbi } from '../../abis/PointsRedemption.ts'
import type { RedemptionOrder } from '../domain/redemption-order.ts'
import type { Chain } from './client.ts'

/** An order with its member's signature. */
export interface SignedOrder {
  order: RedemptionOrder
  signature: string
}

/** Where in its partner's history an order was spent: `SpentProof` of the contract. */
export interface SpentProof {
  /** Days since 1970-01-01 (UTC). */
  day: number
  chainBefore: Hex
  spentOrders: readonly Hex[]
  position: number
  laterLists: readonly Hex[]
}

type Addresses = Pick<Chain, 'addresses'>
interface Encoded {
  to: Address
  data: Hex
}

/** The call that burns a list which its partner signed. */
export function redeemCall(
  { addresses }: Addresses,
  {
    partnerId,
    orders,
    partnerSignature,
  }: { partnerId: number; orders: readonly SignedOrder[]; partnerSignature: string },
): Encoded {
  const signatures = [...orders.map(({ signature }) => signature), partnerSignature]
  const data = encodeFunctionData({
    abi: pointsRedemptionAbi,
    functionName: 'redeem',
    args: [partnerId, concat(orders.map(({ order }) => packOrder(order))), packSignatures(signatures as Hex[])],
  })
  return { to: addresses.redemption, data }
}

/** The call that gives points of a burned order back. */
export function restoreCall(
  { addresses }: Addresses,
  restoration: { order: RedemptionOrder; points: bigint; proof: SpentProof; partnerSignature: string },
): Encoded {
  const { order, points, proof, partnerSignature } = restoration
  const { member, reward, nonce, deadline } = order
  const data = encodeFunctionData({
    abi: pointsRedemptionAbi,
    functionName: 'restore',
    args: [
      order.partnerId,
      {
        member: member as Address,
        points: order.points,
        nonce: BigInt(nonce),
        deadline: secondsOf(deadline),
        reward: reward as Hex,
      },
      points,
      { ...proof, day: BigInt(proof.day), position: BigInt(proof.position) },
      partnerSignature as Hex,
    ],
  })
  return { to: addresses.redemption, data }
}

/** 69 bytes: address, uint48 points, uint24 nonce, uint64 deadline, bytes32 reward. */
function packOrder({ member, points, nonce, deadline, reward }: RedemptionOrder): Hex {
  return concat([
    member as Address,
    numberToHex(points, { size: 6 }),
    numberToHex(nonce, { size: 3 }),
    numberToHex(secondsOf(deadline), { size: 8 }),
    reward as Hex,
  ])
}

/** Each signature behind its length. */
function packSignatures(signatures: readonly Hex[]): Hex {
  return concat(signatures.flatMap((signature) => [numberToHex(size(signature), { size: 2 }), signature]))
}

function secondsOf(moment: Date): bigint {
  return BigInt(moment.getTime()) / 1_000n
}
