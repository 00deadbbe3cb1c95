import type { Flow } from '../domain/figures/flows.ts'
import type { Reader } from './engine/client.ts'

/**
 * What members of one brand redeemed at one brand in a span of time: a member's brand is that of the purchases which brought the
 * most points before its end, of several alike the first by number. Reads the redemptions of the span and all purchases of whoever
 * made them: for months that are over, to be remembered.
 */
export async function listFlows(reader: Reader, { from, until }: { from: Date; until: Date }): Promise<Flow[]> {
  return reader.$queryRaw<Flow[]>`
    with spent as (
      select e.partner_id, r.member_id, coalesce(r.member_id::text, e.account) as who, sum(e.points) as points
      from redemption_event e
        left join redemption r on r.account = e.account and r.nonce = e.nonce and r.partner_id = e.partner_id
      where e.kind = 'redeemed' and e.included_at >= ${from.toISOString()}::timestamptz
        and e.included_at < ${until.toISOString()}::timestamptz
      group by 1, 2, 3
    ), earned as (
      select p.member_id, p.partner_id, sum(p.points) as points from purchase p
      where p.member_id in (select member_id from spent) and p.points > 0 and p.recorded_at < ${until.toISOString()}::timestamptz
      group by 1, 2
    ), home as (
      select distinct on (member_id) member_id, partner_id from earned order by member_id, points desc, partner_id
    )
    select home.partner_id as "homeId", spent.partner_id as "partnerId", count(*)::int as members, sum(spent.points)::bigint as points
    from spent left join home on home.member_id = spent.member_id
    group by 1, 2 order by 2, 1`
}

/** What brands are called, by number. */
export async function listBrandNames(reader: Reader): Promise<{ partnerId: number; name: string }[]> {
  return reader.$queryRaw<{ partnerId: number; name: string }[]>`
    select id as "partnerId", name from partner order by id`
}
