import { PGlite } from '@electric-sql/pglite'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { Journal } from './journal.ts'
import { type AskPlainly, beginSealing, endSealing } from './begin-sealing.ts'
import type { OwnerKeys } from './owner-keys.ts'
import { readJournalPosition, settleJournalPosition } from './journal-position.ts'
import { applyMigrations } from './migrate.ts'
import { pgliteAdapter } from './pglite-adapter.ts'
import { markComplete, openFolder, syncFolder } from './pglite-folder.ts'
import { replayJournal, rewriteJournal } from './replay-journal.ts'

export interface Embedded {
  readonly adapter: SqlMigrationAwareDriverAdapterFactory
  /** With `settle`, what the journal holds is known to be in the tables, and the next start need not replay it. */
  close(settle: boolean): Promise<void>
}

/** A PGlite database whose tables are up to date and hold everything that the journal holds. */
export async function openEmbedded(folder: string | null, journal: Journal | null, keys: OwnerKeys): Promise<Embedded> {
  const pglite = folder === null ? await PGlite.create() : await openFolder(folder, journal !== null)
  const adapter = pgliteAdapter(pglite, () => PGlite.create())
  try {
    await applyMigrations(adapter)
    if (folder !== null) await markComplete(folder)
    if (journal !== null) await catchUp(pglite, { folder, journal, keys })
    await sealOlderRows(pglite, { folder, journal, keys })
  } catch (error) {
    await pglite.close()
    throw error
  }
  return {
    adapter,
    close: async (settle) => {
      if (settle && folder !== null && journal !== null) await settlePosition(pglite, folder, journal)
      await pglite.close()
    },
  }
}

/** Seals what an older version wrote, and begins the journal anew: it has those rows as they were. */
async function sealOlderRows(
  pglite: PGlite,
  { folder, journal, keys }: { folder: string | null; journal: Journal | null; keys: OwnerKeys },
): Promise<void> {
  const ask: AskPlainly = async (sql, values = []) =>
    (await pglite.query<Record<string, unknown>>(sql, [...values])).rows
  if (!(await beginSealing(ask, keys))) return
  const last = journal?.lastSeq() ?? 0n
  if (journal !== null && last > 0n) {
    await rewriteJournal(pglite, journal, last + 1n)
    if (folder !== null) await settlePosition(pglite, folder, journal)
    journal.forget(last)
  }
  await endSealing(ask, keys)
}

async function catchUp(
  pglite: PGlite,
  { folder, journal, keys }: { folder: string | null; journal: Journal; keys: OwnerKeys },
): Promise<void> {
  const { settled, seen } = await readJournalPosition(pglite)
  // The tables are then the better witness: old images must not be laid over them.
  if (journal.lastSeq() < seen) await rewriteJournal(pglite, journal, seen)
  else if (journal.lastSeq() > settled) await replayJournal(pglite, { journal, keys }, settled)
  else return
  if (folder !== null) await settlePosition(pglite, folder, journal)
}

/** PGlite never calls fsync, so its files are flushed here before the position says that they hold everything. */
async function settlePosition(pglite: PGlite, folder: string, journal: Journal): Promise<void> {
  const seq = journal.lastSeq()
  if ((await readJournalPosition(pglite)).settled === seq) return
  await pglite.exec('checkpoint')
  await syncFolder(folder)
  await settleJournalPosition(pglite, seq)
}
