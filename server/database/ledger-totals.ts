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

/** How many entries are in which place of their way. */
export interface EntryCounts {
  /** Without a batch. */
  readonly waiting: bigint
  /** In a batch that is not on chain. */
  readonly batched: bigint
  readonly confirmed: bigint
}

const ALWAYS: Period = { createdFrom: null, createdUntil: null }

/** The totals of all partners, by number, or of one, and of a period: by when it was recorded here, or was included there. Reads all their rows: for tables, not for each request. */
export async function listPartnerTotals(
  reader: Reader,
  only: number | null = null,
  { createdFrom, createdUntil }: Period = ALWAYS,
): Promise<PartnerTotals[]> {
  const from = createdFrom?.toISOString() ?? null
  const until = createdUntil?.toISOString() ?? null
  return reader.$queryRaw<PartnerTotals[]>`
    with sold as (
      select partner_id, count(*) as purchases from purchase
      where (${only}::int is null or partner_id = ${only}) and (${from}::timestamptz is null or recorded_at >= ${from}::timestamptz)
        and (${until}::timestamptz is null or recorded_at < ${until}::timestamptz) group by partner_id
    ), back as (
      select partner_id, count(*) as returns, sum(unmatched_minor) as unmatched from purchase_return
      where (${only}::int is null or partner_id = ${only}) and (${from}::timestamptz is null or recorded_at >= ${from}::timestamptz)
        and (${until}::timestamptz is null or recorded_at < ${until}::timestamptz) group by partner_id
    ), entry as (
      select partner_id, sum(points) filter (where points > 0) as accepted, -sum(points) filter (where points < 0) as reversed
      from outbox_entry where (${only}::int is null or partner_id = ${only}) and (${from}::timestamptz is null or recorded_at >= ${from}::timestamptz)
        and (${until}::timestamptz is null or recorded_at < ${until}::timestamptz) group by partner_id
    ), posted as (
      select partner_id, sum(credited) as credited, sum(debited) as debited, count(*) as batches, sum(gas_used) as gas
      from posted_batch where (${only}::int is null or partner_id = ${only}) and (${from}::timestamptz is null or included_at >= ${from}::timestamptz)
        and (${until}::timestamptz is null or included_at < ${until}::timestamptz) group by partner_id
    )
    select partner.id as "partnerId", partner.name,
      coalesce(sold.purchases, 0)::bigint as purchases, coalesce(back.returns, 0)::bigint as returns,
      coalesce(entry.accepted, 0)::bigint as "pointsAccepted", coalesce(entry.reversed, 0)::bigint as "pointsReversedAccepted",
      coalesce(posted.credited, 0)::bigint as "pointsMinted", coalesce(posted.debited, 0)::bigint as "pointsReversed",
      coalesce(posted.batches, 0)::bigint as batches, coalesce(posted.gas, 0)::bigint as "gasUsed",
      coalesce(back.unmatched, 0)::bigint as "unmatchedMinor"
    from partner
    left join sold on sold.partner_id = partner.id
    left join back on back.partner_id = partner.id
    left join entry on entry.partner_id = partner.id
    left join posted on posted.partner_id = partner.id
    where (${only}::int is null or partner.id = ${only})
    order by partner.id`
}

/** How many entries wait, travel and have arrived. */
export async function countEntries(reader: Reader): Promise<EntryCounts> {
  const rows = await reader.$queryRaw<EntryCounts[]>`
    select count(*) filter (where e.batch_id is null)::bigint as waiting,
      count(*) filter (where e.batch_id is not null and p.batch_hash is null)::bigint as batched,
      count(*) filter (where p.batch_hash is not null)::bigint as confirmed
    from outbox_entry e left join batch b on b.id = e.batch_id left join posted_batch p on p.batch_hash = b.batch_hash`
  return theRow(rows)
}
