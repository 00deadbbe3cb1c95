import type { Cohort } from '../domain/figures/liability.ts'
import type { EpochScale } from '../domain/lots.ts'
import type { Reader } from './engine/client.ts'

/** Blocks after one, up to another. */
export interface BlockRange {
  readonly after: bigint
  readonly upTo: bigint
}

/** What became of the points of each epoch in these blocks, over all accounts. */
export async function sumCohorts(reader: Reader, { after, upTo }: BlockRange): Promise<Cohort[]> {
  return reader.$queryRaw<Cohort[]>`
    select epoch,
      coalesce(sum(points) filter (where kind in ('accrual', 'accrual_reversal')), 0)::bigint as issued,
      coalesce(-sum(points) filter (where kind in ('redemption', 'redemption_reversal')), 0)::bigint as redeemed,
      sum(points)::bigint as outstanding
    from movement where block_number > ${after} and block_number <= ${upTo}
    group by epoch order by epoch`
}

/** Points of a partner in an epoch or a month. */
export interface PartnerSum {
  readonly partnerId: number
  readonly period: number
  readonly points: bigint
}

/** What each partner issued in these blocks, less what it took back, by epoch. */
export async function sumIssuedByEpoch(
  reader: Reader,
  { after, upTo }: BlockRange,
  { originSeconds, lengthSeconds }: EpochScale,
): Promise<PartnerSum[]> {
  return reader.$queryRaw<PartnerSum[]>`
    select partner_id as "partnerId", sum(credited - debited)::bigint as points,
      ((extract(epoch from included_at)::bigint - ${originSeconds}::bigint) / ${lengthSeconds}::bigint)::int as period
    from posted_batch where block_number > ${after} and block_number <= ${upTo}
    group by 1, 3 order by 1, 3`
}

/** What each partner redeemed in these blocks, by month (since 1970-01, UTC). */
export async function sumRedeemedByMonth(reader: Reader, { after, upTo }: BlockRange): Promise<PartnerSum[]> {
  return reader.$queryRaw<PartnerSum[]>`
    select partner_id as "partnerId", sum(case kind when 'redeemed' then points else -points end)::bigint as points,
      ((extract(year from included_at at time zone 'UTC')::int - 1970) * 12
        + extract(month from included_at at time zone 'UTC')::int - 1) as period
    from redemption_event
    where kind in ('redeemed', 'restored') and block_number > ${after} and block_number <= ${upTo}
    group by 1, 3 order by 1, 3`
}

/** The redeem price that each partner has in a month, in millionths of a minor unit, by the events of the registry. */
export async function listRedeemPrices(reader: Reader, month: number): Promise<Map<number, bigint>> {
  const rows = await reader.$queryRaw<{ partnerId: number; micros: string }[]>`
    select distinct on (partner_id) partner_id as "partnerId", data->>'redeemPrice' as micros
    from partner_event where kind = 'prices' and (data->>'month')::int <= ${month}
    order by partner_id, (data->>'month')::int desc, block_number desc, log_index desc`
  return new Map(rows.map(({ partnerId, micros }) => [partnerId, BigInt(micros)]))
}
