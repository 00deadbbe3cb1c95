import type { Reader, Transaction } from './engine/client.ts'
import { theRow } from './engine/row.ts'
import type { LogAnchorModel } from './generated/models.ts'

/** A root of the archive's log that is on chain. */
export type LogAnchor = Readonly<LogAnchorModel>

declare module './engine/tables.ts' {
  interface Rows {
    log_anchor: LogAnchor
  }
}

/** The newest anchors, newest first. Months and sizes rise together. */
export async function listLogAnchors(reader: Reader, rowsMax: number): Promise<LogAnchor[]> {
  return reader.logAnchor.findMany({ orderBy: { month: 'desc' }, take: rowsMax })
}

/** The newest month that Clearing closed in a final block; null before the first. */
export async function findFinallyClosedMonth(reader: Reader, finalizedNumber: bigint): Promise<number | null> {
  const where = { kind: 'month_closed', blockNumber: { lte: finalizedNumber } }
  return (await reader.clearingEvent.aggregate({ where, _max: { month: true } }))._max.month
}

/** Whether a batch of before a moment is not among the first `size` entries of the log. */
export async function lacksBatches(reader: Reader, { before, size }: { before: Date; size: bigint }): Promise<boolean> {
  const rows = await reader.$queryRaw<{ lacks: boolean }[]>`
    select exists (
      select from posted_batch p where p.included_at < ${before}
        and not exists (select from archive_file a where a.batch_hash = p.batch_hash and a.log_index < ${size})
    ) as lacks`
  return theRow(rows).lacks
}

// Any number: it must only be the same in every process of Entente.
const ANCHOR_LOCK = 7_020_261_130n

/** Makes this transaction the only one that asks for an anchor until it ends; false while another one is. */
export async function lockAnchoring(tx: Transaction): Promise<boolean> {
  const rows = await tx.$queryRaw<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(${ANCHOR_LOCK}) as taken`
  return theRow(rows).taken
}
