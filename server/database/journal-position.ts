import type { PGlite } from '@electric-sql/pglite'

/** Up to which record the tables are known to hold the journal, on disk; 0 in a new database. */
export async function readJournalPosition(pglite: PGlite): Promise<bigint> {
  const { rows } = await pglite.query<{ seq: string }>('select seq::text as seq from journal_position')
  return BigInt(rows[0]?.seq ?? 0)
}

/** Says that the tables hold the journal up to `seq`. */
export async function writeJournalPosition(pglite: PGlite, seq: bigint): Promise<void> {
  await pglite.query(
    'insert into journal_position (id, seq) values (1, $1) on conflict (id) do update set seq = excluded.seq',
    [seq.toString()],
  )
}
