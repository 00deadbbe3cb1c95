import type { EntenteClient } from '../../client/client.ts'
import { decimalOfMinor } from '../../server/domain/currencies.ts'
import { formatCount, formatSeconds, formatTable } from '../terminal.ts'
import type { PartnerKey } from './partner-keys.ts'
import type { Sent } from './send-rows.ts'
import type { RowKind } from './sort-rows.ts'

/** Batches and gas of the partners of a replay, as they are at a moment. */
export interface Posted {
  batches: bigint
  gasUsed: bigint
}

/** What a replay did: the JSON of --json, and the table. */
export interface Summary {
  file: string
  /** So much earlier than in the file, because its dates are to come. */
  daysBack: number
  rows: number
  rowsByKind: Record<RowKind, number>
  members: Sent['members']
  purchases: Sent['purchases']
  returns: Sent['returns']
  refused: Record<string, number>
  changed: boolean
  pointsAccrued: bigint
  pointsReversed: bigint
  /** Of returns that no purchase explains, in minor units, by currency. */
  unmatchedMinor: Readonly<Record<string, bigint>>
  /** The same in pounds. */
  unmatchedPence: bigint
  batches: bigint
  gasUsed: bigint
  gasPerPurchase: number | null
  lag: { medianMs: number; p95Ms: number; maxMs: number } | null
  totalSupply: string | null
  seconds: { sending: number; confirming: number }
}

/** Reads what the chain holds for the partners of a replay. */
export async function readPosted(api: EntenteClient, partners: readonly PartnerKey[]): Promise<Posted> {
  const totals = await Promise.all(partners.map(({ key }) => api.withKey(key).GET('/v1/totals')))
  const sum = (figure: 'batches' | 'gasUsed') => totals.reduce((total, { data }) => total + BigInt(data[figure]), 0n)
  return { batches: sum('batches'), gasUsed: sum('gasUsed') }
}

/** Puts together what a replay did. The lag is of this run, which is why an unchanged one has none. */
export async function summarise(
  api: EntenteClient,
  facts: Pick<Summary, 'file' | 'daysBack' | 'rows' | 'rowsByKind' | 'seconds'> & {
    sent: Sent
    before: Posted
    after: Posted
  },
): Promise<Summary> {
  const { sent, before, after, ...rest } = facts
  const { members, purchases, returns, refused, pointsAccrued, pointsReversed, unmatchedMinor } = sent
  const { data: status } = await api.GET('/v1/status')
  const changed = purchases.recorded + returns.recorded + members.enrolled > 0
  const gasUsed = after.gasUsed - before.gasUsed
  return {
    ...rest,
    ...{ members, purchases, returns, refused, changed, pointsAccrued, pointsReversed, unmatchedMinor },
    unmatchedPence: unmatchedMinor['GBP'] ?? 0n,
    batches: after.batches - before.batches,
    gasUsed,
    gasPerPurchase: purchases.recorded === 0 ? null : Math.round(Number(gasUsed) / purchases.recorded),
    lag: changed && status.lag !== null ? pickLag(status.lag) : null,
    totalSupply: status.totalSupply,
  }
}

/** The table for people. */
export function formatSummary(summary: Summary): string {
  const { rowsByKind: kinds, purchases, returns, members, lag, seconds } = summary
  const count = (value: bigint | number) => formatCount(value)
  const table = formatTable(
    ['rows', count(summary.rows)],
    [
      ...counted({
        purchases: kinds.purchase,
        returns: kinds.return,
        'skipped: no customer': kinds.no_customer,
        'skipped: zero amount': kinds.zero_amount,
        'skipped: adjustment': kinds.adjustment,
        'skipped: sign contradicts kind': kinds.sign_contradicts_kind,
      }),
      ['purchases recorded, known before', `${count(purchases.recorded)}, ${count(purchases.repeated)}`],
      ['returns recorded, known before', `${count(returns.recorded)}, ${count(returns.repeated)}`],
      ['members enrolled, known before', `${count(members.enrolled)}, ${count(members.known)}`],
      ...counted(summary.refused).map(([code, times]) => [`refused: ${code}`, times]),
      ...counted({ 'points accrued': summary.pointsAccrued, 'points reversed': summary.pointsReversed }),
      ['unmatched return amount', formatAmounts(summary.unmatchedMinor)],
      ['batches', count(summary.batches)],
      ['gas per purchase', summary.gasPerPurchase === null ? '-' : count(summary.gasPerPurchase)],
      [
        'lag median, 95 %, most',
        [lag?.medianMs, lag?.p95Ms, lag?.maxMs].map((ms) => formatSeconds(ms ?? null)).join(', '),
      ],
      ['total supply', summary.totalSupply === null ? '-' : count(BigInt(summary.totalSupply))],
      [
        'time to send, to confirm the rest',
        `${formatSeconds(seconds.sending * 1_000)}, ${formatSeconds(seconds.confirming * 1_000)}`,
      ],
    ],
  )
  if (summary.changed) return table
  return `${table}\nNothing changed: all ${count(kinds.purchase + kinds.return)} purchases and returns had been recorded before.`
}

/** Rows of a name and its count. */
function counted(figures: Readonly<Record<string, bigint | number>>): [name: string, count: string][] {
  return Object.entries(figures).map(([name, figure]) => [name, formatCount(figure)])
}

function formatAmounts(byCurrency: Summary['unmatchedMinor']): string {
  const amounts = Object.entries(byCurrency).map(
    ([currency, minor]) => `${currency} ${decimalOfMinor(minor, currency)}`,
  )
  return amounts.length === 0 ? '0' : amounts.join(', ')
}

function pickLag({ medianMs, p95Ms, maxMs }: { medianMs: number; p95Ms: number; maxMs: number }) {
  return { medianMs: Math.round(medianMs), p95Ms: Math.round(p95Ms), maxMs: Math.round(maxMs) }
}
