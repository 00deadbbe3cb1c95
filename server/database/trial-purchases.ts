import type { Reader } from './engine/client.ts'
import { queryRows } from './engine/query-rows.ts'

/** What of a purchase rules are asked about. */
export interface TrialPurchase {
  readonly amountMinor: bigint
  readonly eligibleMinor: bigint
  readonly currency: string
  readonly locationId: string | null
  readonly occurredAt: Date
  readonly earningRuleId: string
  /** Whether the member had bought nothing at the partner before it. */
  readonly firstPurchase: boolean
}

/** A partner's purchases recorded in a period, the newest first; at most `rowsMax`. */
export async function listTrialPurchases(
  reader: Reader,
  { partnerId, from, until, rowsMax }: { partnerId: number; from: Date; until: Date; rowsMax: number },
): Promise<TrialPurchase[]> {
  return queryRows(
    reader,
    `select p.amount_minor as "amountMinor", p.eligible_minor as "eligibleMinor", p.currency, p.location_id as "locationId",
       p.occurred_at as "occurredAt", p.earning_rule_id as "earningRuleId",
       not exists (select from purchase e where e.member_id = p.member_id and e.partner_id = p.partner_id
         and (e.occurred_at, e.seq) < (p.occurred_at, p.seq)) as "firstPurchase"
     from purchase p where p.partner_id = $1 and p.recorded_at >= $2 and p.recorded_at < $3
     order by p.recorded_at desc, p.id desc limit $4`,
    partnerId,
    from,
    until,
    rowsMax,
  )
}
