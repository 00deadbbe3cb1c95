import { partnerRegistryAbi } from '../../../../abis/PartnerRegistry.ts'
import type { OpenLedger } from './open-ledger.ts'
import type { LedgerPartner } from './read-partners.ts'

/** What the registry counted of a partner in a calendar month (UTC), in points. */
export interface PartnerMonth {
  readonly partnerId: number
  /** As 2026-11. */
  readonly month: string
  readonly issued: bigint
  readonly reversed: bigint
  readonly redeemed: bigint
  readonly restored: bigint
}

/** Months that are read, counted back from the one of the block. */
const MONTHS_MAX = 240

/** Months since 1970-01. */
const monthNumber = (at: Date): number => (at.getUTCFullYear() - 1970) * 12 + at.getUTCMonth()

const monthText = (month: number): string =>
  `${String(1970 + Math.floor(month / 12))}-${String((month % 12) + 1).padStart(2, '0')}`

/** Reads the monthly counters of all partners, from the month in which the first joined; oldest first, at most `MONTHS_MAX`. */
export async function readMonths(
  { client, contracts, block }: OpenLedger,
  partners: readonly LedgerPartner[],
): Promise<PartnerMonth[]> {
  const [first] = partners.map(({ since }) => since).toSorted((one, other) => Number(one - other))
  if (first === undefined) return []
  const { timestamp } = await client.getBlock({ blockNumber: first })
  const last = monthNumber(block.at)
  const from = Math.max(monthNumber(new Date(Number(timestamp) * 1_000)), last - MONTHS_MAX + 1)
  const months = Array.from({ length: last - from + 1 }, (_, at) => from + at)
  const asked = { address: contracts.registry, abi: partnerRegistryAbi, blockNumber: block.number } as const
  return Promise.all(
    months.flatMap((month) =>
      partners.map(async ({ partnerId }) => {
        const args = [partnerId, BigInt(month)] as const
        const totals = await client.readContract({ ...asked, functionName: 'monthTotals', args })
        return { partnerId, month: monthText(month), ...totals }
      }),
    ),
  )
}
