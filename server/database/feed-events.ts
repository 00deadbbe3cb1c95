import type { NewPartnerEvent } from '../domain/partner-events.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { FeedEventModel } from './generated/models.ts'
import type { Narrow } from './engine/row.ts'
import { insertNewRows } from './engine/save-rows.ts'

/** Something that happened to an object of a partner. A partner's are numbered 1, 2, 3 ... in the order of their commits. */
export type FeedEvent = Narrow<FeedEventModel, Pick<NewPartnerEvent, 'type' | 'data'>>

declare module './engine/tables.ts' {
  interface Rows {
    feed_event: FeedEvent
  }
}

/** The events of each open transaction, in order. */
const noted = new WeakMap<Transaction, NewPartnerEvent[]>()

/** Notes what the transaction did to partners' objects: the events are stored with it, or not at all. */
export function noteEvents(tx: Transaction, events: readonly NewPartnerEvent[]): void {
  noted.set(tx, [...(noted.get(tx) ?? []), ...events])
}

/** Any number: with a partner's it must only be the same in every process of Entente. */
const NUMBERING_LOCK = 702_026_022

/**
 * Numbers and stores what the transaction noted, as its last act before it commits. Each partner's lock is kept until the
 * commit is seen by all, so that whoever sees an event sees all of its partner with smaller numbers: docs/decisions/0009-events-feed.md.
 */
export async function storeNotedEvents(tx: Transaction): Promise<void> {
  const events = noted.get(tx) ?? []
  if (events.length === 0) return
  const partnerIds = [...new Set(events.map(({ partnerId }) => partnerId))].sort((a, b) => a - b)
  // In order, so that no two transactions wait for each other; the newest numbers are read after the locks are had.
  for (const partnerId of partnerIds)
    await tx.$executeRaw`select pg_advisory_xact_lock(${NUMBERING_LOCK}::int, ${partnerId}::int)`
  const last = await tx.$queryRaw<{ partnerId: number; number: bigint }[]>`
    select asked.id as "partnerId", coalesce(
      (select number from feed_event where partner_id = asked.id order by number desc limit 1), 0)::bigint as number
    from (select value::int as id from json_array_elements_text(${JSON.stringify(partnerIds)}::json)) asked`
  const numbers = new Map(last.map(({ partnerId, number }) => [partnerId, number]))
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

/** An accrual whose batch is on chain, with what its event says. */
export interface PostedAccrual {
  readonly entryId: string
  readonly partnerId: number
  readonly memberId: string
  readonly purchaseId: string
  readonly orderRef: string
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
