import type { LeafVersion } from '../domain/receipts.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { BatchModel } from './generated/models.ts'
import type { PostedBatch } from './posted-batches.ts'
import { theRow, type Narrow } from './engine/row.ts'
import { lockRow } from './engine/lock-row.ts'
import { insertNewRows, saveRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'

/** Why a batch waits although it could be sent. `refused`: the contract would refuse it for a reason not foreseen. */
export type ParkedReason =
  | 'partner_suspended'
  | 'partner_left'
  | 'partner_quarantined'
  | 'allowance_exhausted'
  | 'daily_limit_reached'
  | 'paused'
  | 'signer_unavailable'
  | 'refused'

/** Entries of one partner that travel together. */
export type Batch = Narrow<
  BatchModel,
  {
    state: 'formed' | 'signed' | 'bound' | 'posted' | 'parked'
    parkedReason: ParkedReason | null
    leafVersion: LeafVersion
  }
>

declare module './engine/tables.ts' {
  interface Rows {
    batch: Batch
  }
}

/** A batch that is not stored yet. */
export type NewBatch = Omit<Batch, 'seq'>

/** Stores a new batch. Its first entry's number must be its partner's next one, given in the same transaction. */
export async function insertBatch(tx: Transaction, batch: NewBatch): Promise<Batch> {
  return theRow(await insertNewRows(tx, 'batch', [batch], `the entries of batch ${batch.id} are in another batch`))
}

/** Stores a batch that this transaction has locked. */
export async function saveBatch(tx: Transaction, batch: Batch): Promise<void> {
  await saveRows(tx, 'batch', [batch])
}

/** A batch by its id. */
export async function findBatch(reader: Reader, id: string): Promise<Batch | null> {
  return (await reader.batch.findUnique({ where: { id } })) as Batch | null
}

/** The batches of these ids, in no order. */
export async function listBatchesByIds(reader: Reader, ids: readonly string[]): Promise<Batch[]> {
  return (await reader.batch.findMany({ where: { id: { in: [...ids] } } })) as Batch[]
}

/** The batches with these names on chain, in no order. */
export async function listBatchesByHashes(reader: Reader, batchHashes: readonly string[]): Promise<Batch[]> {
  return (await reader.batch.findMany({ where: { batchHash: { in: [...batchHashes] } } })) as Batch[]
}

/** Locks a batch until the transaction ends; null while another transaction has it, unless it is to be waited for. */
export async function lockBatch(
  tx: Transaction,
  id: string,
  { skipLocked }: { skipLocked: boolean } = { skipLocked: true },
): Promise<Batch | null> {
  return lockRow(tx, 'batch', id, { skipLocked })
}

/** Batches that wait for their partner's signature, oldest first. */
export async function listFormedBatches(reader: Reader, rowsMax: number): Promise<Batch[]> {
  const rows = await reader.batch.findMany({ where: { state: 'formed' }, orderBy: { seq: 'asc' }, take: rowsMax })
  return rows as Batch[]
}

/** Batches that were not posted yet, in the order in which each partner's must be. */
export async function listUnpostedBatches(reader: Reader, partnerId: number, rowsMax: number): Promise<Batch[]> {
  const rows = await reader.batch.findMany({
    where: { partnerId, state: { in: ['formed', 'signed', 'bound', 'parked'] } },
    orderBy: { firstEntry: 'asc' },
    take: rowsMax,
  })
  return rows as Batch[]
}

/** Unposted batches of these partners that have no nonce, and do not say yet that they wait for a quarantine to end. */
export async function listBatchesToHold(
  reader: Reader,
  partnerIds: readonly number[],
  rowsMax: number,
): Promise<Batch[]> {
  const rows = await reader.batch.findMany({
    where: {
      partnerId: { in: [...partnerIds] },
      OR: [{ state: { in: ['formed', 'signed'] } }, { state: 'parked', parkedReason: { not: 'partner_quarantined' } }],
    },
    orderBy: { seq: 'asc' },
    take: rowsMax,
  })
  return rows as Batch[]
}

/** A partner's batches whose own event is in no applied block. */
const NOT_ON_CHAIN = `b.partner_id = $1 and b.state in ('formed', 'signed', 'bound', 'parked')
  and not exists (select from posted_batch p where p.batch_hash = b.batch_hash)`

/** The first entry that a partner's unposted batches have, and whether one of them may be on its way; null without any. */
export async function findUnpostedRange(
  reader: Reader,
  partnerId: number,
): Promise<{ firstEntry: bigint; isBound: boolean } | null> {
  const rows = await reader.$queryRawUnsafe<{ firstEntry: bigint | null; isBound: boolean | null }[]>(
    `select min(b.first_entry) as "firstEntry", bool_or(b.state = 'bound') as "isBound" from batch b where ${NOT_ON_CHAIN}`,
    partnerId,
  )
  const { firstEntry, isBound } = theRow(rows)
  return firstEntry === null ? null : { firstEntry, isBound: isBound === true }
}

/** Locks a partner's unposted batches below an entry, the last one first; from the last one on where it is null. */
export async function lockUnpostedBatchesDown(
  tx: Transaction,
  { partnerId, below, rowsMax }: { partnerId: number; below: bigint | null; rowsMax: number },
): Promise<Batch[]> {
  return tx.$queryRawUnsafe<Batch[]>(
    `select ${columnList('batch', 'b')} from batch b
     where ${NOT_ON_CHAIN} and ($2::bigint is null or b.first_entry < $2::bigint)
     order by b.first_entry desc limit $3 for update of b`,
    partnerId,
    below,
    rowsMax,
  )
}

/** Of every partner the batch that must be posted next, where it is not posted yet. */
export async function listNextBatches(reader: Reader): Promise<Batch[]> {
  return reader.$queryRawUnsafe<Batch[]>(
    `select distinct on (partner_id) ${columnList('batch')} from batch
     where state in ('formed', 'signed', 'bound', 'parked') order by partner_id, first_entry`,
  )
}

/** The partners that have a parked batch. */
export async function listPartnersWithParkedBatches(reader: Reader): Promise<number[]> {
  const rows = await reader.batch.findMany({
    where: { state: 'parked' },
    distinct: ['partnerId'],
    select: { partnerId: true },
    orderBy: { partnerId: 'asc' },
  })
  return rows.map((row) => row.partnerId)
}

/** What of a partner's batches the contract has not counted yet. */
export interface Unposted {
  /** Points that they will credit. */
  credited: bigint
  /** Batches that wait to be signed or sent. */
  waiting: number
  parked: number
}

/** Sums a partner's batches that begin at or after `fromEntry`, the entry that the contract expects next. */
export async function sumUnposted(reader: Reader, partnerId: number, fromEntry: bigint): Promise<Unposted> {
  const rows = await reader.$queryRaw<Unposted[]>`
    select coalesce(sum(credited), 0)::bigint as credited,
      (count(*) filter (where state in ('formed', 'signed')))::int as waiting,
      (count(*) filter (where state = 'parked'))::int as parked
    from batch where partner_id = ${partnerId} and first_entry >= ${fromEntry}
      and state in ('formed', 'signed', 'bound', 'parked')`
  return theRow(rows)
}

/** A batch and the event that says that it was posted. */
export interface BatchToConfirm {
  batch: Batch
  posted: PostedBatch
}

/** The batch that waits for a call; null if none does. */
export async function findBatchOfCall(reader: Reader, callId: string): Promise<Batch | null> {
  return (await reader.batch.findFirst({ where: { callId, state: 'bound' } })) as Batch | null
}

/** The batch that a call posts, or posted; null if it has another call by now. Found among those of the call's partner that are not younger. */
export async function findBatchOfAnyCall(
  reader: Reader,
  { id: callId, partnerId, createdAt }: { id: string; partnerId: number | null; createdAt: Date },
): Promise<Batch | null> {
  if (partnerId === null) return null
  const where = { callId, partnerId, createdAt: { lte: createdAt } }
  return (await reader.batch.findFirst({ where, orderBy: { createdAt: 'desc' } })) as Batch | null
}

/** Batches that are not marked as posted although their own event was applied, whoever sent them. */
export async function listBatchesToConfirm(reader: Reader, rowsMax: number): Promise<BatchToConfirm[]> {
  const batches = await reader.$queryRawUnsafe<Batch[]>(
    `select ${columnList('batch', 'b')} from batch b join posted_batch p on p.batch_hash = b.batch_hash
     where b.state in ('formed', 'signed', 'bound', 'parked') order by b.partner_id, b.first_entry limit $1`,
    rowsMax,
  )
  const posted = await reader.postedBatch.findMany({ where: { batchHash: { in: batches.map((b) => b.batchHash) } } })
  const byHash = new Map(posted.map((each) => [each.batchHash, each]))
  return batches.flatMap((batch) => {
    const event = byHash.get(batch.batchHash)
    return event === undefined ? [] : [{ batch, posted: event }]
  })
}

/** Batches that were posted, but whose event is gone: posted batches of a partner have no gaps, so only the last ones. */
export async function listOrphanedBatches(reader: Reader, rowsMax: number): Promise<Batch[]> {
  return reader.$queryRawUnsafe<Batch[]>(
    `select ${columnList('batch', 'b')} from partner
     cross join lateral (
       select coalesce(max(first_entry), 0) as newest from posted_batch where partner_id = partner.id
     ) event
     join batch b on b.partner_id = partner.id and b.first_entry > event.newest and b.state = 'posted'
     order by b.partner_id, b.first_entry limit $1`,
    rowsMax,
  )
}

/** Unposted batches whose signature ended before a moment. Those that have a nonce are left until it is used. */
export async function listExpiredBatches(reader: Reader, before: Date, rowsMax: number): Promise<Batch[]> {
  const rows = await reader.batch.findMany({
    where: { state: { in: ['formed', 'signed', 'parked'] }, deadline: { lt: before } },
    orderBy: { seq: 'asc' },
    take: rowsMax,
  })
  return rows as Batch[]
}

/** How many batches are in each state. */
export async function countBatchesByState(reader: Reader): Promise<ReadonlyMap<Batch['state'], number>> {
  const groups = await reader.batch.groupBy({ by: ['state'], _count: true })
  return new Map(groups.map((group) => [group.state as Batch['state'], group._count]))
}
