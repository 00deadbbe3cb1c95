import type { Reader } from './engine/client.ts'
import type { PostedBatchModel } from './generated/models.ts'
import { columnList } from './engine/tables.ts'

/** One BatchPosted event. */
export type PostedBatch = Readonly<PostedBatchModel>

declare module './engine/tables.ts' {
  interface Rows {
    posted_batch: PostedBatch
  }
}

/** The number that the next batch of each of these partners begins with, by what was applied; none without a batch. */
export async function listNextEntries(reader: Reader, partnerIds: readonly number[]): Promise<Map<number, bigint>> {
  const rows = await reader.$queryRaw<{ partnerId: number; next: bigint }[]>`
    select asked.id as "partnerId", last.next from (
      select value::int as id from json_array_elements_text(${JSON.stringify(partnerIds)}::json)
    ) asked, lateral (
      select (first_entry + entry_count)::bigint as next from posted_batch
      where partner_id = asked.id order by first_entry desc limit 1
    ) last`
  return new Map(rows.map((row) => [row.partnerId, row.next]))
}

/** The event that posted a batch; null while it is not on chain. */
export async function findPostedBatch(reader: Reader, batchHash: string): Promise<PostedBatch | null> {
  return reader.postedBatch.findUnique({ where: { batchHash } })
}

/** The events that posted these batches; one that is not on chain has none. */
export async function listPostedBatches(reader: Reader, batchHashes: readonly string[]): Promise<PostedBatch[]> {
  return reader.postedBatch.findMany({ where: { batchHash: { in: [...batchHashes] } } })
}

/** A batch that an account of this server posted and this database never formed: it is older than the chain. Else null. */
export async function findForgottenBatch(reader: Reader): Promise<PostedBatch | null> {
  const rows = await reader.$queryRawUnsafe<PostedBatch[]>(
    `select ${columnList('posted_batch', 'p')} from posted_batch p
     where p.sender in (select address from lane where purpose = 'batches')
       and not exists (select from batch b where b.batch_hash = p.batch_hash)
     order by p.partner_id, p.first_entry limit 1`,
  )
  return rows[0] ?? null
}

/** The number that a partner's next batch begins with, by the final blocks alone. */
export async function findNextFinalEntry(reader: Reader, partnerId: number, finalizedNumber: bigint): Promise<bigint> {
  const last = await reader.postedBatch.findFirst({
    where: { partnerId, blockNumber: { lte: finalizedNumber } },
    orderBy: { firstEntry: 'desc' },
  })
  return last === null ? 1n : last.firstEntry + BigInt(last.entryCount)
}

/** How long entries took from acceptance to confirmation. */
export interface ConfirmationLag {
  entries: bigint
  medianMs: number
  p95Ms: number
  maxMs: number
}

/** The lag of the entries whose batches were seen on chain at or after `since`; null when there are none. */
export async function findConfirmationLag(reader: Reader, since: Date): Promise<ConfirmationLag | null> {
  const rows = await reader.$queryRaw<ConfirmationLag[]>`
    with lag as (
      select extract(epoch from p.seen_at - e.recorded_at)::float8 * 1000 as ms
      from posted_batch p join batch b on b.batch_hash = p.batch_hash join outbox_entry e on e.batch_id = b.id
      where p.seen_at >= ${since}
    )
    select count(*)::bigint as entries,
      percentile_cont(0.5) within group (order by ms) as "medianMs",
      percentile_cont(0.95) within group (order by ms) as "p95Ms",
      max(ms) as "maxMs"
    from lag having count(*) > 0`
  return rows[0] ?? null
}

/** The batch that a transaction posted in an applied block, if it did. */
export async function findPostedBatchInBlock(
  reader: Reader,
  blockNumber: bigint,
  transactionHash: string,
): Promise<PostedBatch | null> {
  return reader.postedBatch.findFirst({ where: { blockNumber, transactionHash } })
}

/** Seconds from acceptance to confirmation of the entries whose batches were seen after one moment, up to another. */
export async function listLagSeconds(
  reader: Reader,
  { after, until }: { after: Date; until: Date },
): Promise<number[]> {
  const rows = await reader.$queryRaw<{ seconds: number }[]>`
    select extract(epoch from p.seen_at - e.recorded_at)::float8 as seconds
    from posted_batch p join batch b on b.batch_hash = p.batch_hash join outbox_entry e on e.batch_id = b.id
    where p.seen_at > ${after} and p.seen_at <= ${until}`
  return rows.map(({ seconds }) => seconds)
}
