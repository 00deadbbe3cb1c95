import type { Reader } from './engine/client.ts'
import type { OutboxEntry } from './outbox.ts'
import type { Batch, ParkedReason } from './batches.ts'
import { columnList } from './engine/tables.ts'

/** An entry with all that its state is derived from (server/domain/purchase-state.ts), and what explains it. */
export interface EntryOnItsWay extends OutboxEntry {
  readonly batchState: Batch['state'] | null
  readonly batchHash: string | null
  /** Why the partner's batches wait, by its quarantine or its oldest parked batch: whatever has no nonce yet waits behind it. */
  readonly parkedReason: ParkedReason | null
  /** The applied block with the batch's event, and its transaction; null while it is not on chain. */
  readonly postedBlock: bigint | null
  readonly transactionHash: string | null
  /** The partner's own reference of the purchase or the return. */
  readonly reference: string | null
  readonly occurredAt: Date | null
}

/** Beside an entry `e`: the batch, the block and why it waits, which `entryStateSql` looks at. A partner in quarantine may have no batch that could say so. */
export const ENTRY_STATE_JOINS = `
  left join batch b on b.id = e.batch_id
  left join posted_batch p on p.batch_hash = b.batch_hash
  left join lateral (
    select 'partner_quarantined' as reason, 0 as rank
      where exists (select from unexplained_batch where partner_id = e.partner_id and released_at is null)
    union all
    (select parked_reason, 1 from batch where partner_id = e.partner_id and state = 'parked' order by first_entry limit 1)
    order by rank limit 1
  ) parked on true`

/** `derivePurchaseState` in SQL, for lists that are filtered by state. A test compares the two over all states. */
export function entryStateSql(finalizedNumber: string): string {
  return `case when e.id is null then 'no_points'
    when p.block_number is not null then case when p.block_number <= ${finalizedNumber} then 'final' else 'confirmed' end
    when b.state in ('bound', 'posted') then 'submitted'
    when parked.reason is not null then 'parked'
    when b.state is null then 'accepted' else 'batched' end`
}

/** The same for a batch `r`, which waits for its own reason only. */
export function batchStateSql(finalizedNumber: string): string {
  return `case when p.block_number is not null then case when p.block_number <= ${finalizedNumber} then 'final' else 'confirmed' end
    when r.state in ('bound', 'posted') then 'submitted'
    when r.parked_reason is not null then 'parked' else 'batched' end`
}

const ENTRIES_ON_THEIR_WAY = `
  select ${columnList('outbox_entry', 'e')}, b.state as "batchState", b.batch_hash as "batchHash",
    parked.reason as "parkedReason", p.block_number as "postedBlock", p.transaction_hash as "transactionHash",
    coalesce(sold.order_ref, back.return_ref) as reference, coalesce(sold.occurred_at, back.occurred_at) as "occurredAt"
  from outbox_entry e
  ${ENTRY_STATE_JOINS}
  left join purchase sold on sold.id = e.source_id
  left join purchase_return back on back.id = e.source_id`

/** A member's entries before a cursor (an entry's `seq`), newest first; at one partner, or at all of them. */
export async function listEntriesOfMember(
  reader: Reader,
  asked: { memberId: string; partnerId: number | null; beforeSeq: bigint | null; rowsMax: number },
): Promise<EntryOnItsWay[]> {
  return reader.$queryRawUnsafe<EntryOnItsWay[]>(
    `${ENTRIES_ON_THEIR_WAY}
     where e.member_id = $1::uuid and ($2::int is null or e.partner_id = $2::int) and ($3::bigint is null or e.seq < $3::bigint)
     order by e.seq desc limit $4`,
    asked.memberId,
    asked.partnerId,
    asked.beforeSeq,
    asked.rowsMax,
  )
}

/** The entries that these purchases or returns caused, in no order; one that moved no points has none. */
export async function listEntriesOfSources(reader: Reader, sourceIds: readonly string[]): Promise<EntryOnItsWay[]> {
  if (sourceIds.length === 0) return []
  return reader.$queryRawUnsafe<EntryOnItsWay[]>(
    `${ENTRIES_ON_THEIR_WAY} where e.source_id = any($1::uuid[])`,
    sourceIds,
  )
}

/** One entry. */
export async function findEntry(reader: Reader, id: string): Promise<EntryOnItsWay | null> {
  const rows = await reader.$queryRawUnsafe<EntryOnItsWay[]>(`${ENTRIES_ON_THEIR_WAY} where e.id = $1::uuid`, id)
  return rows[0] ?? null
}

/** Of each of these members the points that are accepted and not on chain yet; a member without any is missing. */
export async function sumPendingPoints(reader: Reader, memberIds: readonly string[]): Promise<Map<string, bigint>> {
  const rows = await reader.$queryRaw<{ memberId: string; points: bigint }[]>`
    select e.member_id as "memberId", sum(e.points)::bigint as points from outbox_entry e
    left join batch b on b.id = e.batch_id
    where e.member_id = any(${[...memberIds]}::uuid[])
      and not exists (select from posted_batch p where p.batch_hash = b.batch_hash)
    group by e.member_id`
  return new Map(rows.map((row) => [row.memberId, row.points]))
}

/** The entries of these ids, in no order. */
export async function listEntriesByIds(reader: Reader, ids: readonly string[]): Promise<EntryOnItsWay[]> {
  if (ids.length === 0) return []
  return reader.$queryRawUnsafe<EntryOnItsWay[]>(`${ENTRIES_ON_THEIR_WAY} where e.id = any($1::uuid[])`, ids)
}
