import type { Period } from '../domain/pages.ts'
import type { Reader } from './engine/client.ts'
import { theRow } from './engine/row.ts'

/** What a partner redeemed, by what its tills did and by what the chain made of it. */
export interface RedemptionTotals {
  readonly partnerId: number
  readonly name: string
  /** Captured, and not refused by the ledger for good. */
  readonly captured: bigint
  readonly voided: bigint
  /** Held and neither captured nor voided: open, or expired. */
  readonly notCaptured: bigint
  /** Captured, and never to be burned. */
  readonly refused: bigint
  /** Of those captured: on chain. */
  readonly burned: bigint
  readonly pointsRedeemed: bigint
  readonly pointsRestored: bigint
}

/** How many redemptions wait for somebody or something. */
export interface RedemptionWork {
  /** Open holds. */
  readonly held: bigint
  /** Captured, and not burned yet. */
  readonly waiting: bigint
  /** With points to be given back that are not on chain yet. */
  readonly restoring: bigint
  /** Captured, and never to be burned. */
  readonly refused: bigint
}

/** The redemptions of all partners, by number. Reads all their rows: for tables, not for each request. */
export async function listRedemptionTotals(reader: Reader): Promise<RedemptionTotals[]> {
  return reader.$queryRaw<RedemptionTotals[]>`
    with asked as (
      select partner_id, count(*) filter (where state = 'captured' and refused_reason is null) as captured,
        count(*) filter (where state = 'voided') as voided, count(*) filter (where state = 'held') as not_captured,
        count(*) filter (where state = 'captured' and refused_reason is not null) as refused
      from redemption group by partner_id
    ), burned as (
      select partner_id, count(*) filter (where kind = 'redeemed') as burned,
        sum(points) filter (where kind = 'redeemed') as redeemed, sum(points) filter (where kind = 'restored') as restored
      from redemption_event group by partner_id
    )
    select partner.id as "partnerId", partner.name, coalesce(asked.captured, 0)::bigint as captured,
      coalesce(asked.voided, 0)::bigint as voided, coalesce(asked.not_captured, 0)::bigint as "notCaptured",
      coalesce(asked.refused, 0)::bigint as refused, coalesce(burned.burned, 0)::bigint as burned,
      coalesce(burned.redeemed, 0)::bigint as "pointsRedeemed", coalesce(burned.restored, 0)::bigint as "pointsRestored"
    from partner
    left join asked on asked.partner_id = partner.id
    left join burned on burned.partner_id = partner.id
    order by partner.id`
}

/** What a partner's redemptions and restorations of a period come to. */
export interface RedemptionSums {
  /** By when their points were held. */
  readonly redemptions: bigint
  readonly redemptionsCaptured: bigint
  readonly redemptionsVoided: bigint
  readonly redemptionsRefused: bigint
  readonly pointsCaptured: bigint
  /** By when they were asked for; those that failed do not count. */
  readonly restorations: bigint
  readonly pointsRestoring: bigint
  /** By the blocks that included them. */
  readonly redemptionsBurned: bigint
  readonly pointsRedeemed: bigint
  readonly pointsRestored: bigint
}

/** Sums a partner's redemptions and restorations of a period. */
export async function sumRedemptionsOfPartner(
  reader: Reader,
  { partnerId, createdFrom, createdUntil }: Period & { partnerId: number },
): Promise<RedemptionSums> {
  const from = createdFrom?.toISOString() ?? null
  const until = createdUntil?.toISOString() ?? null
  const rows = await reader.$queryRaw<RedemptionSums[]>`
    select held.*, back.*, burned.* from (
      select count(*)::bigint as redemptions,
        (count(*) filter (where state = 'captured' and refused_reason is null))::bigint as "redemptionsCaptured",
        (count(*) filter (where state = 'voided'))::bigint as "redemptionsVoided",
        (count(*) filter (where state = 'captured' and refused_reason is not null))::bigint as "redemptionsRefused",
        coalesce(sum(points) filter (where state = 'captured' and refused_reason is null), 0)::bigint as "pointsCaptured"
      from redemption where partner_id = ${partnerId} and (${from}::timestamptz is null or held_at >= ${from}::timestamptz)
        and (${until}::timestamptz is null or held_at < ${until}::timestamptz)
    ) held cross join (
      select count(*)::bigint as restorations, coalesce(sum(points), 0)::bigint as "pointsRestoring"
      from restoration where partner_id = ${partnerId} and state <> 'failed'
        and (${from}::timestamptz is null or recorded_at >= ${from}::timestamptz)
        and (${until}::timestamptz is null or recorded_at < ${until}::timestamptz)
    ) back cross join (
      select (count(*) filter (where kind = 'redeemed'))::bigint as "redemptionsBurned",
        coalesce(sum(points) filter (where kind = 'redeemed'), 0)::bigint as "pointsRedeemed",
        coalesce(sum(points) filter (where kind = 'restored'), 0)::bigint as "pointsRestored"
      from redemption_event where partner_id = ${partnerId} and (${from}::timestamptz is null or included_at >= ${from}::timestamptz)
        and (${until}::timestamptz is null or included_at < ${until}::timestamptz)
    ) burned`
  return theRow(rows)
}

/** How many holds are open, how many captured ones wait for their burn, and how many for points to come back. */
export async function countRedemptionWork(reader: Reader, now: Date): Promise<RedemptionWork> {
  const rows = await reader.$queryRaw<RedemptionWork[]>`
    with back as (
      select redemption_id, sum(points) as asked from restoration where state <> 'failed' group by redemption_id
    )
    select count(*) filter (where r.state = 'held' and r.expires_at > ${now})::bigint as held,
      count(*) filter (where r.state = 'captured' and r.refused_reason is null and not exists (
        select 1 from redemption_event e
        where e.account = r.account and e.nonce = r.nonce and e.kind = 'redeemed' and e.partner_id = r.partner_id
          and e.points = r.points and e.reward = r.reward_hash
      ))::bigint as waiting,
      count(*) filter (where back.asked > coalesce((
        select sum(e.points) from redemption_event e where e.order_hash = r.order_hash and e.kind = 'restored'
      ), 0))::bigint as restoring,
      count(*) filter (where r.state = 'captured' and r.refused_reason is not null)::bigint as refused
    from redemption r left join back on back.redemption_id = r.id`
  return theRow(rows)
}
