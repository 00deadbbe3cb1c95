import { directPostingsSql } from './direct-postings.ts'
import type { Reader } from './engine/client.ts'

/** One thing that happened to a member's points: which table tells of it, and when it happened. */
export interface HistoryMark {
  readonly source: 'entry' | 'redemption' | 'restored' | 'moved' | 'expiry' | 'direct'
  readonly id: string
  /** Of a purchase and a return: when the shop says that it was, which may be long before it was recorded. */
  readonly at: Date
}

/** Which of it is asked for; null: all kinds, all partners. */
export interface HistoryFilter {
  readonly kind: string | null
  readonly partnerId: number | null
}

/** The purchase and the rule behind an accrual. */
export interface PurchaseReason {
  readonly purchaseId: string
  readonly amountMinor: bigint
  readonly currency: string
  readonly eligibleMinor: bigint
  readonly rulePoints: bigint
  readonly rulePerMinor: bigint
}

/** Points that came back to a member from the ledger. */
export interface RestoredPoints {
  readonly id: string
  readonly redemptionId: string
  readonly points: bigint
  readonly transactionHash: string
}

/** Points of a lot that changed in a block, and when that block was. */
export interface DatedMovement {
  readonly epoch: number
  readonly points: bigint
  readonly at: Date
}

/** What happened to a member's points before a place in time, newest first. What expired is not in a table: it is handed in. */
export async function listHistoryMarks(
  reader: Reader,
  asked: {
    memberId: string
    accounts: readonly string[]
    before: { at: Date; id: string } | null
    expiries: readonly { id: string; at: Date }[]
    filter: HistoryFilter
    rowsMax: number
  },
): Promise<HistoryMark[]> {
  const { memberId, accounts, before, expiries, filter, rowsMax } = asked
  return reader.$queryRawUnsafe<HistoryMark[]>(
    `select source, id, at from (
       select 'entry' as source, o.id::text as id, coalesce(p.occurred_at, r.occurred_at, o.recorded_at) as at, o.kind, o.partner_id
         from outbox_entry o left join purchase p on o.kind = 'accrual' and p.id = o.source_id
         left join purchase_return r on o.kind = 'accrual_reversal' and r.id = o.source_id
         where o.member_id = $1::uuid
       union all
       select 'redemption', id::text, captured_at, 'redemption', partner_id from redemption
         where member_id = $1::uuid and state = 'captured'
       union all
       select 'restored', e.block_number || '.' || e.log_index, e.included_at, 'redemption_reversal', r.partner_id
         from redemption_event e
         join redemption r on r.order_hash = e.order_hash where e.kind = 'restored' and r.member_id = $1::uuid
       union all
       select 'moved', id::text, created_at, 'account_move', null from account_act
         where member_id = $1::uuid and kind in ('move', 'complete_recovery') and state = 'done'
       union all
       select 'expiry', x.id, x.at, 'expiry', null from json_to_recordset($4::json) as x(id text, at timestamptz)
       union all
       select 'direct', posting.id, posting.at, posting.kind, posting.partner_id from (${directPostingsSql('$6')}) posting
     ) happened
     where ($2::timestamptz is null or (at, id) < ($2::timestamptz, $3::text))
       and ($7::text is null or kind = $7::text) and ($8::int is null or partner_id = $8::int)
     order by at desc, id desc limit $5`,
    memberId,
    before?.at.toISOString() ?? null,
    before?.id ?? null,
    JSON.stringify(expiries.map(({ id, at }) => ({ id, at }))),
    rowsMax,
    JSON.stringify(accounts),
    filter.kind,
    filter.partnerId,
  )
}

/** Why these purchases earned what they earned, in no order. */
export async function listPurchaseReasons(reader: Reader, purchaseIds: readonly string[]): Promise<PurchaseReason[]> {
  if (purchaseIds.length === 0) return []
  return reader.$queryRawUnsafe<PurchaseReason[]>(
    `select p.id as "purchaseId", p.amount_minor as "amountMinor", p.currency, p.eligible_minor as "eligibleMinor",
       r.points as "rulePoints", r.per_minor as "rulePerMinor"
     from purchase p join earning_rule r on r.id = p.earning_rule_id where p.id = any($1::uuid[])`,
    [...purchaseIds],
  )
}

/** Points that these events gave back, named by block and place in it. */
export async function listRestoredPoints(reader: Reader, ids: readonly string[]): Promise<RestoredPoints[]> {
  if (ids.length === 0) return []
  return reader.$queryRawUnsafe<RestoredPoints[]>(
    `select e.block_number || '.' || e.log_index as id, r.id as "redemptionId", e.points,
       e.transaction_hash as "transactionHash"
     from redemption_event e join redemption r on r.order_hash = e.order_hash
     where e.kind = 'restored' and e.block_number || '.' || e.log_index = any($1::text[])`,
    [...ids],
  )
}

/** The addresses at which a member has had points, the present one first. */
export async function listAccountsOfMember(reader: Reader, memberId: string): Promise<string[]> {
  const rows = await reader.$queryRaw<{ account: string }[]>`
    select address as account from member where id = ${memberId}::uuid
    union select account from outbox_entry where member_id = ${memberId}::uuid
    union select account from account_act where member_id = ${memberId}::uuid`
  return rows.map(({ account }) => account)
}

/** The transactions that logged the expiry of these accounts' points, by epoch; points that nobody has touched since have none. */
export async function listExpiryTransactions(
  reader: Reader,
  accounts: readonly string[],
): Promise<{ epoch: number; transactionHash: string }[]> {
  if (accounts.length === 0) return []
  return reader.$queryRaw<{ epoch: number; transactionHash: string }[]>`
    select distinct on (epoch) epoch, transaction_hash as "transactionHash" from movement
    where account in (select json_array_elements_text(${JSON.stringify(accounts)}::json)) and kind = 'expiry'
    order by epoch, block_number desc, log_index desc`
}

/** What these accounts gained and lost of each lot, block by block; moves between them and expiry are left out. */
export async function listDatedMovements(reader: Reader, accounts: readonly string[]): Promise<DatedMovement[]> {
  if (accounts.length === 0) return []
  return reader.$queryRaw<DatedMovement[]>`
    select m.epoch, m.points, coalesce(p.included_at, e.included_at, b.timestamp) as at
    from (
      select block_number, transaction_hash, epoch, sum(points)::bigint as points from movement
      where account in (select json_array_elements_text(${JSON.stringify(accounts)}::json))
        and kind not in ('expiry', 'account_move')
      group by block_number, transaction_hash, epoch
    ) m
    left join lateral (
      select included_at from posted_batch where block_number = m.block_number limit 1
    ) p on true
    left join lateral (
      select included_at from redemption_event where block_number = m.block_number limit 1
    ) e on true
    left join block b on b.number = m.block_number
    where coalesce(p.included_at, e.included_at, b.timestamp) is not null`
}
