import type { Reader } from './engine/client.ts'

/** What a partner issued, redeemed and sold in a span of time. */
export interface SpanSums {
  readonly issued: bigint
  readonly reversed: bigint
  readonly redeemed: bigint
  readonly restored: bigint
  readonly purchases: bigint
  readonly redemptions: bigint
}

/** What a partner did in spans that join: each from one bound to the next. In their order. Reads its rows of that time by indexes. */
export async function listSpanSums(
  reader: Reader,
  { partnerId, bounds }: { partnerId: number; bounds: readonly Date[] },
): Promise<SpanSums[]> {
  const at = bounds.map((bound) => bound.toISOString())
  const [from, until] = [at[0], at.at(-1)]
  return reader.$queryRaw<SpanSums[]>`
    with posted as (
      select width_bucket(included_at, ${at}::timestamptz[]) as span, sum(credited) as issued, sum(debited) as reversed
      from posted_batch
      where partner_id = ${partnerId} and included_at >= ${from}::timestamptz and included_at < ${until}::timestamptz
      group by 1
    ), burned as (
      select width_bucket(included_at, ${at}::timestamptz[]) as span, sum(points) filter (where kind = 'redeemed') as redeemed,
        sum(points) filter (where kind = 'restored') as restored, count(*) filter (where kind = 'redeemed') as redemptions
      from redemption_event
      where partner_id = ${partnerId} and included_at >= ${from}::timestamptz and included_at < ${until}::timestamptz
      group by 1
    ), sold as (
      select width_bucket(recorded_at, ${at}::timestamptz[]) as span, count(*) as purchases
      from purchase
      where partner_id = ${partnerId} and recorded_at >= ${from}::timestamptz and recorded_at < ${until}::timestamptz
      group by 1
    )
    select coalesce(issued, 0)::bigint as issued, coalesce(reversed, 0)::bigint as reversed,
      coalesce(redeemed, 0)::bigint as redeemed, coalesce(restored, 0)::bigint as restored,
      coalesce(purchases, 0)::bigint as purchases, coalesce(redemptions, 0)::bigint as redemptions
    from generate_series(1, ${at.length - 1}) as span
      left join posted using (span) left join burned using (span) left join sold using (span)
    order by span`
}
