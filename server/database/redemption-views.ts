import type { Reader } from './engine/client.ts'
import type { Redemption } from './redemptions.ts'
import type { Reward } from './rewards.ts'
import { columnList } from './engine/tables.ts'

/** A redemption with all that is shown of it: what it is worth, what was given for it, and what the chain says. */
export interface RedemptionView extends Redemption {
  readonly partnerName: string
  /** Of the basket; of the partner where there is none. */
  readonly currency: string
  /** The rate that it was held by: so many points take so many minor units off. */
  readonly ratePoints: bigint
  readonly rateMinor: bigint
  readonly memberKind: 'card' | 'wallet' | 'passkey'
  readonly rewardKind: Reward['kind'] | null
  readonly rewardTexts: Reward['texts'] | null
  readonly discountMinor: bigint | null
  readonly claimId: string | null
  /** Whether the call of its list exists. */
  readonly isSent: boolean
  /** The applied block with the event of its own order, its time and its transaction. */
  readonly burnedBlock: bigint | null
  readonly burnedAt: Date | null
  readonly transactionHash: string | null
  /** Points that came back, by the applied blocks. */
  readonly pointsRestored: bigint
}

/** Beside a redemption `r`: its list and the event that burned it. */
export const REDEMPTION_STATE_JOINS = `
  left join redemption_list l on l.id = r.list_id
  left join lateral (
    select e.block_number, e.included_at, e.transaction_hash from redemption_event e
    where e.account = r.account and e.nonce = r.nonce and e.kind = 'redeemed' and e.partner_id = r.partner_id
      and e.points = r.points and e.reward = r.reward_hash
    limit 1
  ) burn on true`

const IS_SENT = `coalesce(l.call_id is not null and l.state <> 'failed', false)`

/** `deriveRedemptionState` in SQL, for lists that are filtered by state. A test compares the two over all states. */
export function redemptionStateSql(finalizedNumber: string, now: string): string {
  return `case
    when burn.block_number is not null then case when burn.block_number <= ${finalizedNumber} then 'final' else 'confirmed' end
    when r.state = 'voided' then 'voided'
    when r.state = 'captured' then case when r.refused_reason is not null then 'refused'
      when ${IS_SENT} then 'submitted' when r.gave_way_at is not null then 'gave_way' else 'captured' end
    when r.expires_at <= ${now}::timestamptz then 'expired'
    when r.consent_kind is null then 'held' else 'consented' end`
}

const VIEWS = `
  select ${columnList('redemption', 'r')}, p.name as "partnerName", coalesce(q.currency, p.currency) as currency,
    coalesce(q.points, 1) as "ratePoints", coalesce(q.minor, 1) as "rateMinor", m.kind as "memberKind",
    w.kind as "rewardKind", w.texts as "rewardTexts",
    w.discount_minor as "discountMinor", c.id as "claimId", ${IS_SENT} as "isSent",
    burn.block_number as "burnedBlock", burn.included_at as "burnedAt", burn.transaction_hash as "transactionHash",
    (select coalesce(sum(back.points), 0) from redemption_event back
      where back.order_hash = r.order_hash and back.kind = 'restored')::bigint as "pointsRestored"
  from redemption r
  join partner p on p.id = r.partner_id
  join member m on m.id = r.member_id
  left join redeem_rate q on q.id = r.redeem_rate_id
  left join reward w on w.id = r.reward_id
  left join reward_claim c on c.redemption_id = r.id
  ${REDEMPTION_STATE_JOINS}`

/** The redemptions of these ids, in no order. */
export async function listRedemptionViews(reader: Reader, ids: readonly string[]): Promise<RedemptionView[]> {
  if (ids.length === 0) return []
  return reader.$queryRawUnsafe<RedemptionView[]>(`${VIEWS} where r.id = any($1::uuid[])`, ids)
}

/** The open holds of a member at tills, newest first. */
export async function listOpenHolds(
  reader: Reader,
  { memberId, now, rowsMax }: { memberId: string; now: Date; rowsMax: number },
): Promise<RedemptionView[]> {
  return reader.$queryRawUnsafe<RedemptionView[]>(
    `${VIEWS} where r.member_id = $1::uuid and r.state = 'held' and r.expires_at > $2 order by r.seq desc limit $3`,
    memberId,
    now,
    rowsMax,
  )
}
