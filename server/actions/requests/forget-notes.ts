import { deleteNotes } from '../../database/notes.ts'
import type { CleanUpDeps } from './clean-up.ts'

/** Of each partner and table, in one transaction. */
export const NOTES_AT_ONCE_MAX = 1_000
/** Looks overlap by so much: what was being recorded during the last one must not stay. */
const OVERLAP_MS = 3_600_000

/**
 * Makes a look that empties notes of sales (`metadata`) once their time is over; it returns whether there may be more. The first looks go through
 * all that is old, because a replay of the journal brings notes back; those after it only through what has become old since.
 */
export function makeForgetNotes(): (deps: CleanUpDeps) => Promise<boolean> {
  let from = new Date(0)
  return async ({ db, clock, retention }) => {
    const to = new Date(clock.now().getTime() - retention.notesMs)
    const deleted = await db.transaction((tx) => deleteNotes(tx, { from, to }, NOTES_AT_ONCE_MAX))
    if (deleted === 0) from = new Date(to.getTime() - OVERLAP_MS)
    return deleted > 0
  }
}
