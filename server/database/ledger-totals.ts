import type { Period } from '../domain/pages.ts'
import type { Reader } from './engine/client.ts'
import { theRow } from './engine/row.ts'

/** What a partner's tills brought, and what the chain made of it. */
export interface PartnerTotals {
  readonly partnerId: number
  readonly name: string
  readonly purchases: bigint
  readonly returns: bigint
  /** Points of all accepted accruals, and of all accepted reversals (not negative). */
  readonly pointsAccepted: bigint
  readonly pointsReversedAccepted: bigint
  /** The same on chain, by the events of posted batches. A shortfall makes the second smaller than what was asked. */
  readonly pointsMinted: bigint
  readonly pointsReversed: bigint
  readonly batches: bigint
  readonly gasUsed: bigint
  readonly unmatchedMinor: bigint
}

/** Points of the whole ledger, by the events of applied blocks. */
export interface LedgerPoints {
  readonly issued: bigint
  /** Without those that came back. */
  readonly redeemed: bigint
}

/** How many entries are in which place of their way. */
export interface EntryCounts {
  /** Without a batch. */
  readonly waiting: bigint
  /** In a batch that is not on chain. */
  readonly batched: bigint
  readonly confirmed: bigint
  /** Since when the oldest of those that are not confirmed waits; null where none does. */
  readonly oldestOpenAt: Date | null
}

const ALWAYS: Period = { createdFrom: null, createdUntil: null }

/**
 * The totals of all partners, by number, or of one, and of a period: by when it was recorded here, or was included there. Reads all their
 * rows of that time, by indexes: for tables, not for each request. Entries have no index by time, which each sale would pay for, so what was
 * accepted is taken from purchases and returns; a day of a partner with half a million of them is a hundredth of the work.
 */
export async function listPartnerTotals(
  reader: Reader,
  only: number | null = null,
  { createdFrom, createdUntil }: Period = ALWAYS,
): Promise<PartnerTotals[]> {
  const from = createdFrom?.toISOString() ?? null
  const until = createdUntil?.toISOString() ?? null
  return reader.$queryRaw<PartnerTotals[]>`
    with sold as (
      select partner_id, count(*) as purchases, sum(points) as accepted from purchase
      where (${only}::int is null or partner_id = ${only}) and (${from}::timestamptz is null or recorded_at >= ${from}::timestamptz)
        and (${until}::timestamptz is null or recorded_at < ${until}::timestamptz) group by partner_id
    ), back as (
      select partner_id, count(*) as returns, sum(points) as reversed, sum(unmatched_minor) as unmatched from purchase_return
      where (${only}::int is null or partner_id = ${only}) and (${from}::timestamptz is null or recorded_at >= ${from}::timestamptz)
        and (${until}::timestamptz is null or recorded_at < ${until}::timestamptz) group by partner_id
    ), recovery as (
      select partner_id, -sum(points) as recovered
      from outbox_entry where kind = 'shortfall_recovery' and (${only}::int is null or partner_id = ${only}) and (${from}::timestamptz is null or recorded_at >= ${from}::timestamptz)
        and (${until}::timestamptz is null or recorded_at < ${until}::timestamptz) group by partner_id
    ), posted as (
      select partner_id, sum(credited) as credited, sum(debited) as debited, count(*) as batches, sum(gas_used) as gas
      from posted_batch where (${only}::int is null or partner_id = ${only}) and (${from}::timestamptz is null or included_at >= ${from}::timestamptz)
        and (${until}::timestamptz is null or included_at < ${until}::timestamptz) group by partner_id
    )
    select partner.id as "partnerId", partner.name,
      coalesce(sold.purchases, 0)::bigint as purchases, coalesce(back.returns, 0)::bigint as returns,
      coalesce(sold.accepted, 0)::bigint as "pointsAccepted",
      (coalesce(back.reversed, 0) + coalesce(recovery.recovered, 0))::bigint as "pointsReversedAccepted",
      coalesce(posted.credited, 0)::bigint as "pointsMinted", coalesce(posted.debited, 0)::bigint as "pointsReversed",
      coalesce(posted.batches, 0)::bigint as batches, coalesce(posted.gas, 0)::bigint as "gasUsed",
      coalesce(back.unmatched, 0)::bigint as "unmatchedMinor"
    from partner
    left join sold on sold.partner_id = partner.id
    left join back on back.partner_id = partner.id
    left join recovery on recovery.partner_id = partner.id
    left join posted on posted.partner_id = partner.id
    where (${only}::int is null or partner.id = ${only})
    order by partner.id`
}

/** How many entries wait, travel and have arrived. Those that have arrived are counted by their batches: nobody reads them all. */
export async function countEntries(reader: Reader): Promise<EntryCounts> {
  const rows = await reader.$queryRaw<EntryCounts[]>`
    select count(*) filter (where not is_batched)::bigint as waiting, count(*) filter (where is_batched)::bigint as batched,
      min(recorded_at) as "oldestOpenAt",
      (select coalesce(sum(b.entry_count), 0) from batch b join posted_batch p on p.batch_hash = b.batch_hash)::bigint as confirmed
    from (
      select recorded_at, false as is_batched from outbox_entry where batch_id is null
      union all
      select e.recorded_at, true from batch b join outbox_entry e on e.batch_id = b.id
        where not exists (select from posted_batch p where p.batch_hash = b.batch_hash)
    ) as open_entry`
  return theRow(rows)
}

/** What was issued and what was redeemed since the beginning. Reads all of it: to be remembered for a while. */
export async function sumLedgerPoints(reader: Reader): Promise<LedgerPoints> {
  return theRow(
    await reader.$queryRaw<LedgerPoints[]>`
    select (select coalesce(sum(credited), 0) from posted_batch)::bigint as issued,
      (select coalesce(sum(case kind when 'redeemed' then points when 'restored' then -points end), 0)
        from redemption_event)::bigint as redeemed`,
  )
}
