import type { Reader, Transaction } from './engine/client.ts'
import type { UnexplainedBatchModel } from './generated/models.ts'
import type { Narrow } from './engine/row.ts'
import { theRow } from './engine/row.ts'
import { insertRows, saveRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'
import type { PostedBatch } from './posted-batches.ts'

/** A batch on chain that this server never formed. */
export type UnexplainedBatch = Narrow<UnexplainedBatchModel, { signedBy: 'own_key' | 'hosted_key' }>

declare module './engine/tables.ts' {
  interface Rows {
    unexplained_batch: UnexplainedBatch
  }
}

/** What keeps a partner's batches from being posted: those that the operator has not released. */
export interface Quarantine {
  readonly partnerId: number
  readonly since: Date
  readonly batches: bigint
  /** The number of the last entry of the newest of them. */
  readonly throughEntry: bigint
  /** `hosted_key` if one of them is signed with a key that nobody but this server should have. */
  readonly signedBy: UnexplainedBatch['signedBy']
  /** By the applied blocks: a reorg may have taken batches back. */
  readonly pointsCredited: bigint
  readonly pointsDebited: bigint
  /** Of the newest that is in an applied block. */
  readonly transactionHash: string | null
}

/** Until it is released; and then until what waited has numbers behind it, unless a reorg took it back. */
const HOLDS = `u.passed_at is null and (u.released_at is null
  or exists (select from posted_batch p where p.batch_hash = u.batch_hash))`

/**
 * Batches above a block that neither this server formed nor the relayer has adopted yet. Those of partners that this database does not
 * have are another cell's.
 */
export async function listBatchesToAdopt(
  reader: Reader,
  { aboveBlock, rowsMax }: { aboveBlock: bigint; rowsMax: number },
): Promise<PostedBatch[]> {
  return reader.$queryRawUnsafe<PostedBatch[]>(
    `select ${columnList('posted_batch', 'p')} from posted_batch p
     where p.block_number > $1 and exists (select from partner where id = p.partner_id)
       and not exists (select from batch b where b.batch_hash = p.batch_hash)
       and not exists (select from unexplained_batch u where u.batch_hash = p.batch_hash)
     order by p.partner_id, p.first_entry limit $2`,
    aboveBlock,
    rowsMax,
  )
}

/** Stores new ones, and returns those that were not stored before. */
export async function insertUnexplainedBatches(
  tx: Transaction,
  rows: readonly UnexplainedBatch[],
): Promise<UnexplainedBatch[]> {
  return insertRows(tx, 'unexplained_batch', rows)
}

/** Stores changed ones; the caller has locked their partner. */
export async function saveUnexplainedBatches(tx: Transaction, rows: readonly UnexplainedBatch[]): Promise<void> {
  await saveRows(tx, 'unexplained_batch', rows)
}

/** Whether batches of a partner must not be formed or posted. */
export async function isHeld(reader: Reader, partnerId: number): Promise<boolean> {
  const rows = await reader.$queryRawUnsafe<{ held: boolean }[]>(
    `select exists (select from unexplained_batch u where u.partner_id = $1 and ${HOLDS}) as held`,
    partnerId,
  )
  return theRow(rows).held
}

/** The partners whose batches must not be posted. */
export async function listHeldPartners(reader: Reader): Promise<number[]> {
  const rows = await reader.$queryRawUnsafe<{ partnerId: number }[]>(
    `select distinct u.partner_id as "partnerId" from unexplained_batch u where ${HOLDS} order by u.partner_id`,
  )
  return rows.map(({ partnerId }) => partnerId)
}

/** A partner's batches that the operator has not released and that end at or before an entry, oldest first. */
export async function listUnreleased(
  reader: Reader,
  { partnerId, throughEntry, rowsMax }: { partnerId: number; throughEntry: bigint; rowsMax: number },
): Promise<UnexplainedBatch[]> {
  return reader.$queryRawUnsafe<UnexplainedBatch[]>(
    `select ${columnList('unexplained_batch', 'u')} from unexplained_batch u
     where u.partner_id = $1 and u.released_at is null and u.first_entry + u.entry_count - 1 <= $2
     order by u.first_entry limit $3`,
    partnerId,
    throughEntry,
    rowsMax,
  )
}

/** Partners of which all such batches are released and final, and what waits has no numbers behind them yet. */
export async function listPartnersToPass(reader: Reader, finalizedNumber: bigint): Promise<number[]> {
  const rows = await reader.$queryRawUnsafe<{ partnerId: number }[]>(
    `select u.partner_id as "partnerId" from unexplained_batch u
     left join posted_batch p on p.batch_hash = u.batch_hash
     where u.passed_at is null group by u.partner_id
     having bool_and(u.released_at is not null) and bool_and(p.block_number is null or p.block_number <= $1)
       and bool_or(p.block_number is not null) order by u.partner_id`,
    finalizedNumber,
  )
  return rows.map(({ partnerId }) => partnerId)
}

/** A partner's batches that are on chain and that what waits must be numbered behind. */
export async function listBatchesToPass(reader: Reader, partnerId: number): Promise<UnexplainedBatch[]> {
  return reader.$queryRawUnsafe<UnexplainedBatch[]>(
    `select ${columnList('unexplained_batch', 'u')} from unexplained_batch u
     join posted_batch p on p.batch_hash = u.batch_hash
     where u.partner_id = $1 and u.passed_at is null order by u.first_entry`,
    partnerId,
  )
}

/** The quarantines of these partners; of all where none are named. */
export async function listQuarantines(
  reader: Reader,
  partnerIds: readonly number[] | null = null,
): Promise<Map<number, Quarantine>> {
  const rows = await reader.$queryRawUnsafe<Quarantine[]>(
    `select u.partner_id as "partnerId", min(u.seen_at) as since, count(*)::bigint as batches,
       max(u.first_entry + u.entry_count - 1)::bigint as "throughEntry", min(u.signed_by) as "signedBy",
       coalesce(sum(p.credited), 0)::bigint as "pointsCredited", coalesce(sum(p.debited), 0)::bigint as "pointsDebited",
       (array_agg(p.transaction_hash order by u.first_entry desc) filter (where p.batch_hash is not null))[1] as "transactionHash"
     from unexplained_batch u left join posted_batch p on p.batch_hash = u.batch_hash
     where u.released_at is null and ($1::text is null or u.partner_id in (select value::int from json_array_elements_text($1::json)))
     group by u.partner_id order by u.partner_id`,
    partnerIds === null ? null : JSON.stringify(partnerIds),
  )
  return new Map(rows.map((row) => [row.partnerId, row]))
}

/** How many partners are in quarantine, and since when the first of them is. */
export interface QuarantineCount {
  readonly partners: number
  readonly since: Date | null
}

/** How many partners are in quarantine, and since when. */
export async function countQuarantines(reader: Reader): Promise<QuarantineCount> {
  return theRow(
    await reader.$queryRaw<QuarantineCount[]>`
      select count(distinct partner_id)::int as partners, min(seen_at) as since
      from unexplained_batch where released_at is null`,
  )
}
