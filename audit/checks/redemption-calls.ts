import { type Address, hexToBigInt, hexToNumber, type Hex, size, slice } from 'viem'

import type { Event } from '../contracts.ts'
import { findCalls, lowerAddress } from '../replay/find-calls.ts'
import { structHash } from '../signatures/typed-data.ts'

const ORDER_BYTES = 69

/** An order of a redemption, as it stands in the calldata. */
export interface SpendOrder {
  readonly partnerId: number
  readonly member: Address
  readonly points: bigint
  readonly nonce: bigint
  readonly deadline: bigint
  readonly reward: Hex
  /** Its EIP-712 struct hash. */
  readonly hash: Hex
}

/** A `redeem` call: orders with their members' signatures, and the partner's. */
export interface RedeemCall {
  readonly partnerId: number
  readonly orders: readonly { readonly order: SpendOrder; readonly signature: Hex }[]
  readonly partnerSignature: Hex
}

/** A `restore` call. */
export interface RestoreCall {
  readonly order: SpendOrder
  readonly points: bigint
  readonly partnerSignature: Hex
}

/** The `redeem` calls in a transaction's input; what is cut off or has too few signatures is none. */
export function findRedeemCalls(input: Hex): RedeemCall[] {
  return findCalls(input, 'PointsRedemption', 'redeem').flatMap(({ args }) => {
    const [partnerId, packed, packedSignatures] = args as [number, Hex, Hex]
    const signatures = readSignatures(packedSignatures)
    const count = size(packed) / ORDER_BYTES
    const partnerSignature = signatures?.at(-1)
    if (!Number.isInteger(count) || count === 0 || signatures?.length !== count + 1 || !partnerSignature) return []
    const orders = Array.from({ length: count }, (_, at) => ({
      order: readOrder(partnerId, slice(packed, at * ORDER_BYTES, (at + 1) * ORDER_BYTES)),
      signature: signatures[at] ?? '0x',
    }))
    return [{ partnerId, orders, partnerSignature }]
  })
}

/** The `restore` calls in a transaction's input. */
export function findRestoreCalls(input: Hex): RestoreCall[] {
  return findCalls(input, 'PointsRedemption', 'restore').map(({ args }) => {
    const [partnerId, told, points, , partnerSignature] = args as [number, SpendOrder, bigint, unknown, Hex]
    const order = { ...told, partnerId, member: lowerAddress(told.member) }
    return { order: { ...order, hash: structHash('Redemption', { ...order }) }, points, partnerSignature }
  })
}

/** Whether these events, from a place on, are what a call would log. */
export function fits(call: RedeemCall, events: readonly Event[], from: number): boolean {
  return call.orders.every(({ order }, at) => {
    const event = events[from + at]
    if (event === undefined) return false
    const { name, args } = event
    const same =
      Number(args['partnerId']) === order.partnerId &&
      lowerAddress(args['member']) === order.member &&
      args['nonce'] === order.nonce
    return (
      same && (name === 'RedemptionRefused' || (args['points'] === order.points && args['reward'] === order.reward))
    )
  })
}

/** 69 bytes: address, uint48 points, uint24 nonce, uint64 deadline, bytes32 reward. */
function readOrder(partnerId: number, packed: Hex): SpendOrder {
  const order = {
    partnerId,
    member: slice(packed, 0, 20).toLowerCase() as Address,
    points: hexToBigInt(slice(packed, 20, 26)),
    nonce: hexToBigInt(slice(packed, 26, 29)),
    deadline: hexToBigInt(slice(packed, 29, 37)),
    reward: slice(packed, 37),
  }
  return { ...order, hash: structHash('Redemption', order) }
}

/** Each signature behind its length, two bytes; null where they do not end with the bytes. */
function readSignatures(packed: Hex): Hex[] | null {
  const signatures: Hex[] = []
  const bytes = size(packed)
  let at = 0
  while (at + 2 <= bytes) {
    const end = at + 2 + hexToNumber(slice(packed, at, at + 2))
    if (end > bytes) return null
    signatures.push(end === at + 2 ? '0x' : slice(packed, at + 2, end))
    at = end
  }
  return at === bytes ? signatures : null
}
