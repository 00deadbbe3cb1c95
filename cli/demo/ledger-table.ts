import { readTotalSupply } from '../../server/chain/read-total-supply.ts'
import type { Parts } from '../../server/compose-parts.ts'
import { listPartnerTotals, type PartnerTotals } from '../../server/database/ledger-totals.ts'
import { listRedemptionTotals, type RedemptionTotals } from '../../server/database/redemption-totals.ts'
import { type ConfirmationLag, findConfirmationLag } from '../../server/database/posted-batches.ts'
import { DAY_MS } from '../../server/domain/utc-days.ts'
import { formatCount, formatSeconds, formatTable } from '../terminal.ts'
import { readDemoState } from './demo-state.ts'

/** What was accepted and what the chain made of it, of all time. */
export interface Ledger {
  partners: PartnerTotals[]
  redemptions: RedemptionTotals[]
  totalSupply: bigint
  lag: ConfirmationLag | null
}

/** Reads the figures: those of the partners from the database, the total supply from the chain. */
export async function readLedger({ database, opened, config }: Parts): Promise<Ledger> {
  return {
    partners: await listPartnerTotals(database),
    redemptions: await listRedemptionTotals(database),
    totalSupply: await readTotalSupply(opened.chain),
    lag: await findConfirmationLag(database, seenSince(config.dataFolder)),
  }
}

/** From when on confirmations came in the time that people waited for them: a demo's past months passed in seconds. */
function seenSince(dataFolder: string): Date {
  const day = readDemoState(dataFolder)?.day
  return day === undefined ? new Date(0) : new Date(Date.parse(day) + DAY_MS)
}

/** What was issued and what was redeemed per partner, how both make the total supply, and the lag. */
export function formatLedger({ partners, redemptions, totalSupply, lag }: Ledger): string {
  const issued = formatFigures(partners, [
    'purchases',
    'returns',
    ['points accepted', 'pointsAccepted'],
    ['minted', 'pointsMinted'],
    ['reversed', 'pointsReversed'],
    'batches',
  ])
  const redeemed = formatFigures(redemptions, [
    ['redemptions', 'captured'],
    'burned',
    ['points redeemed', 'pointsRedeemed'],
    ['restored', 'pointsRestored'],
    'voided',
    ['not captured', 'notCaptured'],
  ])
  const times = [lag?.medianMs, lag?.p95Ms, lag?.maxMs].map((ms) => formatSeconds(ms ?? null))
  return [
    issued,
    '',
    redeemed,
    '',
    formatSum(partners, redemptions),
    `total supply on the chain: ${formatCount(totalSupply)}`,
    `from acceptance to confirmation: median ${times[0] ?? ''}, 95 % within ${times[1] ?? ''}, at most ${times[2] ?? ''}`,
  ].join('\n')
}

/** A figure, under its own name or another. */
type Column<Figure> = Figure | readonly [head: string, figure: Figure]

type Row<Figure extends string> = { readonly name: string } & Readonly<Record<Figure, bigint>>

/** A row a partner and one of them all. */
function formatFigures<Figure extends string>(
  rows: readonly Row<Figure>[],
  columns: readonly Column<Figure>[],
): string {
  const named = columns.map((column) => (typeof column === 'string' ? ([column, column] as const) : column))
  const row = (name: string, of: readonly Row<Figure>[]) => [
    name,
    ...named.map(([, figure]) => formatCount(sumOf(of, figure))),
  ]
  const head = ['partner', ...named.map(([name]) => name)]
  return formatTable(head, [...rows.map((one) => row(one.name, [one])), row('all', rows)])
}

function sumOf<Figure extends string>(rows: readonly Readonly<Record<Figure, bigint>>[], figure: Figure): bigint {
  return rows.reduce((sum, row) => sum + row[figure], 0n)
}

/** What the events of the batches and redemptions leave: the total supply, until points expire. */
function formatSum(partners: readonly PartnerTotals[], redemptions: readonly RedemptionTotals[]): string {
  const minted = sumOf(partners, 'pointsMinted')
  const reversed = sumOf(partners, 'pointsReversed')
  const redeemed = sumOf(redemptions, 'pointsRedeemed')
  const restored = sumOf(redemptions, 'pointsRestored')
  const gone = `minted ${formatCount(minted)} - reversed ${formatCount(reversed)} - redeemed ${formatCount(redeemed)}`
  return `${gone} + restored ${formatCount(restored)} = ${formatCount(minted - reversed - redeemed + restored)}`
}
