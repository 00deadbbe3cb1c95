import type { Transaction } from './engine/client.ts'

/** Rows that may have notes of their partner (`metadata`), and the time that each is as old as. */
const NOTED = { purchase: 'recorded_at', purchase_return: 'recorded_at', redemption: 'held_at' } as const

/** From when on, inclusive, to when, exclusive. */
export interface NoteSpan {
  readonly from: Date
  readonly to: Date
}

/** Empties the notes of rows of a span, at most `rowsMax` of each partner and table, and returns how many. Their journal keeps them, sealed. */
export async function deleteNotes(tx: Transaction, { from, to }: NoteSpan, rowsMax: number): Promise<number> {
  let deleted = 0
  // By partner, because that is how these tables are found by their times.
  for (const [table, time] of Object.entries(NOTED)) {
    deleted += await tx.$executeRawUnsafe(
      `update "${table}" set metadata = '{}' where id in (
         select noted.id from partner cross join lateral (
           select id from "${table}" where partner_id = partner.id and "${time}" >= $1 and "${time}" < $2 and metadata <> '{}'
           order by "${time}" desc limit $3
         ) noted)`,
      from,
      to,
      rowsMax,
    )
  }
  return deleted
}
