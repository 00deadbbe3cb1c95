import { type AccessList, decodeFunctionData, type Hex, numberToHex, pad, size, slice } from 'viem'

import { pointsRedemptionAbi } from '../../abis/PointsRedemption.ts'
import type { Chain } from './client.ts'

/** Where PointsToken keeps the supply's word; a member's is at the address followed by 96 zero bits. */
const SUPPLY_SLOT = 1n
/** A packed order, whose first 20 bytes are its member. */
const ORDER_BYTES = 69

/**
 * The EIP-2930 access list of a call: of a list with one order, the ledger and the two words of it that change, which saves 300
 * gas (docs/decisions/0012-redemption.md). Empty for every other call: with more orders, each word would cost what it saves.
 */
export function accessListOf(
  { addresses }: Pick<Chain, 'addresses'>,
  { to, data }: { to: string; data: string },
): AccessList {
  if (to.toLowerCase() !== addresses.redemption.toLowerCase()) return []
  const { functionName, args } = decodeFunctionData({ abi: pointsRedemptionAbi, data: data as Hex })
  if (functionName !== 'redeem' || size(args[1]) !== ORDER_BYTES) return []
  const accountSlot = pad(slice(args[1], 0, 20), { dir: 'right', size: 32 })
  return [{ address: addresses.token, storageKeys: [numberToHex(SUPPLY_SLOT, { size: 32 }), accountSlot] }]
}
