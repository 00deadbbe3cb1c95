import { getAbiItem, parseEventLogs } from 'viem'

import { partnerRegistryAbi } from '../../../../abis/PartnerRegistry.ts'
import type { OpenLedger } from './open-ledger.ts'
import { readLogs } from './read-logs.ts'

/** A partner as the registry knows it. */
export interface LedgerPartner {
  readonly partnerId: number
  readonly name: string
  readonly since: bigint
}

const REGISTERED = getAbiItem({ abi: partnerRegistryAbi, name: 'PartnerRegistered' })

/** Reads who ever joined, by number. */
export async function readPartners({ client, contracts, block }: OpenLedger): Promise<LedgerPartner[]> {
  const question = { addresses: [contracts.registry], events: [REGISTERED] }
  const logs = await readLogs(client, question, { from: 0n, to: block.number })
  return parseEventLogs({ abi: [REGISTERED], logs })
    .map(({ args, blockNumber }) => ({ partnerId: args.id, name: args.name, since: blockNumber }))
    .toSorted((one, other) => one.partnerId - other.partnerId)
}
