import type { PGlite } from '@electric-sql/pglite'
import type { Transaction } from './client.ts'

/** What the tables know of the intake journal. */
export interface JournalPosition {
  /** The tables held all records up to this one when their files were last flushed to the disk; 0 in a new database. */
  readonly settled: bigint
  /** The newest record of a committed transaction: a journal that ends before it has lost its tail. */
  readonly seen: bigint
}

/** How far the tables are. */
export async function readJournalPosition(pglite: PGlite): Promise<JournalPosition> {
  const { rows } = await pglite.query<{ settled: string; seen: string }>(
    'select settled::text, seen::text from journal_position',
  )
  return { settled: BigInt(rows[0]?.settled ?? 0), seen: BigInt(rows[0]?.seen ?? 0) }
}

/** Says that the tables, flushed to the disk, hold the journal up to `seq`. */
export async function settleJournalPosition(pglite: PGlite, seq: bigint): Promise<void> {
  await pglite.query(
    `insert into journal_position (id, settled, seen) values (1, $1, $1)
     on conflict (id) do update set settled = excluded.settled, seen = excluded.seen`,
    [seq.toString()],
  )
}

/** Says which record the open transaction belongs to. */
export async function noteJournalRecord(tx: Transaction, seq: bigint): Promise<void> {
  await tx.$executeRaw`
    insert into journal_position (id, settled, seen) values (1, 0, ${seq})
    on conflict (id) do update set seen = excluded.seen`
}
