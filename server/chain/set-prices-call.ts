import { type Address, encodeFunctionData, type Hex } from 'viem'

import { accessRules, type AccessRule } from '../../abis/access-rules.ts'
import { partnerRegistryAbi } from '../../abis/PartnerRegistry.ts'
import { assert } from '../domain/assert.ts'
import type { Chain } from './client.ts'

const rules: readonly AccessRule[] = accessRules

/** The registry call that sets what a point costs at a partner from a month on (months since 1970-01, UTC). */
export function setPricesCall(
  { addresses }: Pick<Chain, 'addresses'>,
  partnerId: number,
  month: number,
  { issueMicros, redeemMicros }: { issueMicros: bigint; redeemMicros: bigint },
): { to: Address; data: Hex } {
  const args = [partnerId, BigInt(month), issueMicros, redeemMicros] as const
  return {
    to: addresses.registry,
    data: encodeFunctionData({ abi: partnerRegistryAbi, functionName: 'setPrices', args }),
  }
}

/** How long the role that sets prices waits between announcing them and carrying them out. */
export function priceDelayMs(): number {
  const rule = rules.find(({ functions }) => functions['PartnerRegistry']?.includes('setPrices') === true)
  assert(rule !== undefined, 'some role sets prices')
  return rule.delaySeconds * 1_000
}
