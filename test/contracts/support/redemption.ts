import { concat, dataLength, toBeHex } from 'ethers'
import type { TypedDataDomain } from 'ethers'

import type { PointsRedemption } from '../../../typechain-types/contracts/PointsRedemption.js'
import { FAR_DEADLINE } from './batch.ts'
import type { TypedSigner } from './batch.ts'
import { ethers } from './chain.ts'
import { keyOf, PARTNER } from './coalition.ts'

const orderFields = [
  { name: 'partnerId', type: 'uint32' },
  { name: 'member', type: 'address' },
  { name: 'points', type: 'uint256' },
  { name: 'reward', type: 'bytes32' },
  { name: 'nonce', type: 'uint256' },
  { name: 'deadline', type: 'uint64' },
]

export const redemptionTypes = { Redemption: orderFields }

export const listTypes = {
  RedemptionList: [
    { name: 'partnerId', type: 'uint32' },
    { name: 'orders', type: 'Redemption[]' },
  ],
  Redemption: orderFields,
}

export const restorationTypes = {
  Restoration: [
    { name: 'partnerId', type: 'uint32' },
    { name: 'order', type: 'bytes32' },
    { name: 'points', type: 'uint256' },
    { name: 'restoredBefore', type: 'uint256' },
  ],
}

/** Why an order was not carried out, as the contract numbers it. */
export const Refusal = {
  NonceUnusable: 1n,
  Frozen: 2n,
  Closed: 3n,
  Insufficient: 4n,
  Expired: 5n,
  SignatureInvalid: 6n,
  PointsZero: 7n,
}

/** What a member orders. */
export type Order = { member: string; points: bigint; nonce: bigint; deadline: bigint; reward: string }

/** An order and the member's signature. */
export type SignedOrder = { readonly order: Order; readonly signature: string }

/** An order of 100 points; state only what the test is about. */
export function anOrder(parts: Partial<Order>): Order {
  return {
    member: keyOf('ada').address,
    points: 100n,
    nonce: 1n,
    deadline: FAR_DEADLINE,
    reward: ethers.id('a coffee'),
    ...parts,
  }
}

/** Signs an order, with the key that is named unless the member has another kind of key. */
export async function signedOrder(
  domain: TypedDataDomain,
  parts: Partial<Order>,
  signer: TypedSigner = keyOf('ada'),
  partnerId = PARTNER,
): Promise<SignedOrder> {
  const order = anOrder(parts)
  return { order, signature: await signer.signTypedData(domain, redemptionTypes, { partnerId, ...order }) }
}

/** 69 bytes per order, back to back. */
export function packOrders(orders: readonly Order[]): string {
  return concat(
    orders.flatMap(({ member, points, nonce, deadline, reward }) => [
      member,
      toBeHex(points, 6),
      toBeHex(nonce, 3),
      toBeHex(deadline, 8),
      reward,
    ]),
  )
}

/** Each signature behind its length. */
export function packSignatures(signatures: readonly string[]): string {
  return concat(signatures.flatMap((signature) => [toBeHex(dataLength(signature), 2), signature]))
}

/** A list as it is put together: the members' signatures packed, and the partner's. */
export interface ListParts {
  partnerId: bigint
  orders: string
  memberSignatures: string
  partnerSignature: string
}

/** The three arguments of `redeem`. */
export const callOf = ({ partnerId, orders, memberSignatures, partnerSignature }: ListParts) =>
  [partnerId, orders, concat([memberSignatures, packSignatures([partnerSignature])])] as const

/** A countersigned list, in its parts. */
export async function signedParts(
  domain: TypedDataDomain,
  list: readonly SignedOrder[],
  till: TypedSigner = keyOf('till'),
  partnerId = PARTNER,
): Promise<ListParts> {
  const orders = list.map(({ order }) => order)
  const value = { partnerId, orders: orders.map((order) => ({ partnerId, ...order })) }
  const partnerSignature = await till.signTypedData(domain, listTypes, value)
  const memberSignatures = packSignatures(list.map((each) => each.signature))
  return { partnerId, orders: packOrders(orders), memberSignatures, partnerSignature }
}

/** The three arguments of `redeem`, countersigned. */
export const signedList = async (...list: Parameters<typeof signedParts>) => callOf(await signedParts(...list))

/** The struct hash of an order: its name everywhere. */
export function orderHashOf(order: Order, partnerId = PARTNER): string {
  return ethers.TypedDataEncoder.hashStruct('Redemption', redemptionTypes, { partnerId, ...order })
}

/** Posts the orders of one list. */
export async function redeem(
  { redemption, domain }: { redemption: PointsRedemption; domain: TypedDataDomain },
  ...list: SignedOrder[]
) {
  return redemption.redeem(...(await signedList(domain, list)))
}
