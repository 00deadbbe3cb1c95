import { readTotalSupply } from '../../server/chain/read-total-supply.ts'
import type { Parts } from '../../server/compose.ts'
import { listPartnerTotals, type PartnerTotals } from '../../server/database/ledger-totals.ts'
import { type ConfirmationLag, findConfirmationLag } from '../../server/database/posted-batches.ts'
import { formatCount, formatSeconds, formatTable } from '../terminal.ts'

/** What was accepted and what the chain made of it, of all time. */
export interface Ledger {
  partners: PartnerTotals[]
  totalSupply: bigint
  lag: ConfirmationLag | null
}

/** Reads the figures: those of the partners from the database, the total supply from the chain. */
export async function readLedger({ database, opened }: Parts): Promise<Ledger> {
  return {
    partners: await listPartnerTotals(database),
    totalSupply: await readTotalSupply(opened.chain),
    lag: await findConfirmationLag(database, new Date(0)),
  }
}

/** The table per partner, the total supply and the lag. */
export function formatLedger({ partners, totalSupply, lag }: Ledger): string {
  const figures = ['purchases', 'returns', 'pointsAccepted', 'pointsMinted', 'pointsReversed', 'batches'] as const
  const row = (name: string, rows: readonly PartnerTotals[]) => [
    name,
    ...figures.map((figure) => formatCount(rows.reduce((sum, one) => sum + one[figure], 0n))),
  ]
  const table = formatTable(
    ['partner', 'purchases', 'returns', 'points accepted', 'minted', 'reversed', 'batches'],
    [...partners.map((partner) => row(partner.name, [partner])), row('all', partners)],
  )
  const times = [lag?.medianMs, lag?.p95Ms, lag?.maxMs].map((ms) => formatSeconds(ms ?? null))
  return [
    table,
    '',
    `total supply on the chain: ${formatCount(totalSupply)}`,
    `from acceptance to confirmation: median ${times[0] ?? ''}, 95 % within ${times[1] ?? ''}, at most ${times[2] ?? ''}`,
  ].join('\n')
}
