import type { Reader, Transaction } from './engine/client.ts'
import type { OutboxEntryModel } from './generated/models.ts'
import { theRow, type Erasable, type Narrow } from './engine/row.ts'
import { insertNewRows, saveRows } from './engine/save-rows.ts'
import type { NewRow } from './engine/tables.ts'

/** Signed points of one member at one partner, explained by one purchase or return. */
export type OutboxEntry = Erasable<
  Narrow<OutboxEntryModel, { kind: 'accrual' | 'accrual_reversal' | 'shortfall_recovery' }>,
  'salt'
>

declare module './engine/tables.ts' {
  interface Rows {
    outbox_entry: OutboxEntry
  }
}

/** What waits in a partner's outbox. */
export interface Backlog {
  partnerId: number
  entries: number
  oldestRecordedAt: Date
}

/** Stores new entries, in the transaction of what explains them. */
export async function appendToOutbox(
  tx: Transaction,
  entries: readonly NewRow<'outbox_entry'>[],
): Promise<OutboxEntry[]> {
  return insertNewRows(tx, 'outbox_entry', entries, 'a purchase or return has an entry of this kind already')
}

/** What waits for a batch, per partner. */
export async function listBacklogs(reader: Reader): Promise<Backlog[]> {
  return reader.$queryRaw<Backlog[]>`
    select partner_id as "partnerId", count(*)::int as entries, min(recorded_at) as "oldestRecordedAt"
    from outbox_entry where batch_id is null group by partner_id order by partner_id`
}

/**
 * A partner's oldest entries without a batch. The caller has locked the partner and batches them in the same
 * transaction, so no two relayers get the same ones.
 */
export async function listOpenEntries(tx: Transaction, partnerId: number, rowsMax: number): Promise<OutboxEntry[]> {
  const where = { partnerId, batchId: null }
  return (await tx.outboxEntry.findMany({ where, orderBy: { seq: 'asc' }, take: rowsMax })) as OutboxEntry[]
}

/** The entries of a batch, in the order of their numbers. */
export async function listEntriesOfBatch(reader: Reader, batchId: string): Promise<OutboxEntry[]> {
  return (await reader.outboxEntry.findMany({ where: { batchId }, orderBy: { entryNumber: 'asc' } })) as OutboxEntry[]
}

/** Gives entries their batch and number. */
export async function saveEntries(tx: Transaction, entries: readonly OutboxEntry[]): Promise<void> {
  await saveRows(tx, 'outbox_entry', entries)
}

/** Entries that are not on chain, and since when the oldest of them waits. Touches those entries only. */
export interface OpenEntries {
  readonly entries: bigint
  readonly oldestRecordedAt: Date | null
}

/** What is accepted and not on chain. */
export async function countOpenEntries(reader: Reader): Promise<OpenEntries> {
  const rows = await reader.$queryRaw<OpenEntries[]>`
    select count(*)::bigint as entries, min(recorded_at) as "oldestRecordedAt" from (
      select recorded_at from outbox_entry where batch_id is null
      union all
      select e.recorded_at from batch b join outbox_entry e on e.batch_id = b.id where b.state <> 'posted'
    ) as open_entry`
  return theRow(rows)
}

/** Whether points of the member were ever recorded here, on the ledger or not. */
export async function hasOutboxEntries(reader: Reader, memberId: string): Promise<boolean> {
  return (await reader.outboxEntry.findFirst({ where: { memberId }, select: { id: true } })) !== null
}
