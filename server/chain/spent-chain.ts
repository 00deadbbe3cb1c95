import { concat, type Hash, type Hex, keccak256, slice } from 'viem'

/** A partner's chain before the first list of a day. */
export const EMPTY_CHAIN: Hex = `0x${'00'.repeat(24)}`

/** What a list adds to the chain of its day: keccak256 of the struct hashes of its spent orders. */
export function hashSpent(orderHashes: readonly string[]): Hash {
  return keccak256(concat(orderHashes as readonly Hex[]))
}

/** The chain after one more list, as PointsRedemption links it. */
export function linkChain(chain: Hex, list: Hash): Hex {
  return slice(keccak256(concat([chain, list])), 0, 24)
}
