import type { NewPartnerEvent } from '../domain/partner-events.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { FeedCounterModel, FeedEventModel } from './generated/models.ts'
import type { Narrow } from './engine/row.ts'
import { insertNewRows } from './engine/save-rows.ts'

/** Something that happened to an object of a partner. A partner's are numbered 1, 2, 3 ... in the order of their commits. */
export type FeedEvent = Narrow<FeedEventModel, Pick<NewPartnerEvent, 'type' | 'data'>>

declare module './engine/tables.ts' {
  interface Rows {
    feed_event: FeedEvent
    feed_counter: Readonly<FeedCounterModel>
  }
}

/** The events of each open transaction, in order. */
const noted = new WeakMap<Transaction, NewPartnerEvent[]>()

/** Notes what the transaction did to partners' objects: the events are stored with it, or not at all. */
export function noteEvents(tx: Transaction, events: readonly NewPartnerEvent[]): void {
  noted.set(tx, [...(noted.get(tx) ?? []), ...events])
}

/**
 * Gives the events of `asked` (partnerId, count) their numbers. Each partner's row of `feed_counter` stays locked until the commit is seen
 * by all, so that whoever sees an event sees all of its partner with smaller numbers: docs/decisions/0009-events-feed.md. In order, so
 * that no two transactions wait for each other. A counter that is missing or lags behind (the journal does not have it) is caught up.
 */
export const TAKE_NUMBERS = `
  insert into feed_counter as counter (partner_id, number, taken)
  select asked."partnerId", asked.count + coalesce(
    (select number from feed_event where partner_id = asked."partnerId" order by number desc limit 1), 0), asked.count
  from asked order by asked."partnerId"
  on conflict (partner_id) do update
    set number = greatest(counter.number, excluded.number - excluded.taken) + excluded.taken, taken = excluded.taken
  returning counter.partner_id, counter.number - counter.taken as before`

/** Numbers and stores what the transaction noted, as its last act before it commits. */
export async function storeNotedEvents(tx: Transaction): Promise<void> {
  const events = noted.get(tx) ?? []
  if (events.length === 0) return
  const counts = Map.groupBy(events, ({ partnerId }) => partnerId)
  const asked = [...counts].map(([partnerId, { length }]) => ({ partnerId, count: length }))
  const taken = await tx.$queryRawUnsafe<{ partner_id: number; before: bigint }[]>(
    `with asked as (select * from json_to_recordset($1::json) as asked("partnerId" int, count bigint)) ${TAKE_NUMBERS}`,
    JSON.stringify(asked),
  )
  const numbers = new Map(taken.map(({ partner_id: partnerId, before }) => [partnerId, before]))
  const rows = events.map((event) => {
    const number = (numbers.get(event.partnerId) ?? 0n) + 1n
    numbers.set(event.partnerId, number)
    return { ...event, number }
  })
  await insertNewRows(tx, 'feed_event', rows, 'an event happens to an object once')
}

/** A partner's events after a number, oldest first. */
export async function listFeedEvents(
  reader: Reader,
  { partnerId, after, rowsMax }: { partnerId: number; after: bigint; rowsMax: number },
): Promise<FeedEvent[]> {
  const where = { partnerId, number: { gt: after } }
  return (await reader.feedEvent.findMany({ where, orderBy: { number: 'asc' }, take: rowsMax })) as FeedEvent[]
}

/** Events of a partner by their numbers, oldest first. */
export async function listFeedEventsByNumber(
  reader: Reader,
  { partnerId, numbers }: { partnerId: number; numbers: readonly bigint[] },
): Promise<FeedEvent[]> {
  if (numbers.length === 0) return []
  const where = { partnerId, number: { in: [...numbers] } }
  return (await reader.feedEvent.findMany({ where, orderBy: { number: 'asc' } })) as FeedEvent[]
}

/** An accrual whose batch is on chain, with what its event says. */
export interface PostedAccrual {
  readonly entryId: string
  readonly partnerId: number
  readonly memberId: string
  readonly purchaseId: string
  readonly orderRef: string | null
  readonly points: bigint
}

/** Accruals of batches above one block, up to another, that have no event yet: a projection may be built again. */
export async function listUntoldAccruals(
  reader: Reader,
  { aboveBlock, untilBlock }: { aboveBlock: bigint; untilBlock: bigint },
): Promise<PostedAccrual[]> {
  return reader.$queryRaw<PostedAccrual[]>`
    select e.id as "entryId", e.partner_id as "partnerId", e.member_id as "memberId", s.id as "purchaseId",
      s.order_ref as "orderRef", e.points
    from posted_batch p join batch b on b.batch_hash = p.batch_hash
    join outbox_entry e on e.batch_id = b.id and e.kind = 'accrual' join purchase s on s.id = e.source_id
    where p.block_number > ${aboveBlock} and p.block_number <= ${untilBlock}
      and not exists (select from feed_event f where f.object_id = e.id and f.type = 'accrual.finalized')
    order by e.partner_id, e.entry_number`
}
