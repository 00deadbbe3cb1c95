import { type Hash, type Hex } from 'viem'

import { registryOf } from './contracts.ts'
import { type Chain, readFromFirst } from './client.ts'

/** What the registry calls a partner's status. */
export type PartnerStatusOnChain = 'unknown' | 'active' | 'suspended' | 'left'

/** What the registry knows of a partner. */
export interface PartnerOnChain {
  status: PartnerStatusOnChain
  nextEntry: bigint
  allowance: bigint
  dailyLimit: bigint
  /** Points that a batch may credit now; 0 unless active. */
  issuableNow: bigint
  issuerKey: Hex
  redemptionKey: Hex
}

const STATUSES: readonly PartnerStatusOnChain[] = ['unknown', 'active', 'suspended', 'left']

/** Reads a partner from the registry, at the newest block or at the given one. */
export async function readPartner(chain: Chain, partnerId: number, atBlockHash?: Hash): Promise<PartnerOnChain> {
  const partner = await readFromFirst(chain, (client) =>
    client.readContract({
      ...registryOf(chain),
      functionName: 'partner',
      args: [partnerId],
      ...(atBlockHash === undefined ? {} : { blockHash: atBlockHash }),
    }),
  )
  return { ...partner, status: STATUSES[partner.status] ?? 'unknown' }
}
