import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { StartRefused } from '../../domain/start-refused.ts'

/** Full images of rows of one table, as the JSON array that `json_populate_recordset` reads. */
export interface JournalRecord {
  readonly table: string
  readonly rows: string
}

export interface StoredJournalRecord extends JournalRecord {
  readonly seq: bigint
}

/** The append-only intake journal: what it was given is on disk when `append` returns. It also locks the data folder. */
export interface Journal {
  /** Writes all records as one commit and returns the number of the last; they are on disk when this returns. */
  append(records: readonly JournalRecord[]): bigint
  /** Records with a larger number, in order. */
  readAfter(seq: bigint): Iterable<StoredJournalRecord>
  /** 0 when the journal is empty. */
  lastSeq(): bigint
  /** Starts over with records above `seq`, as one commit: for a journal that lost records which the database has seen. */
  beginAnew(seq: bigint, records: AsyncIterable<JournalRecord>): Promise<void>
  /** Destroys records up to a number: what they said is nowhere in the file any more. */
  forget(seq: bigint): void
  close(): void
}

/** Another process works in this data folder. */
export class DataFolderInUse extends StartRefused {
  readonly pid: number | null
  readonly startedAt: string | null

  constructor(file: string, owner: Owner | null, cause: unknown) {
    const who = owner === null ? 'Another process' : `Process ${owner.pid}, started at ${owner.startedAt},`
    const sentence = `${who} has the data folder of ${file} open: stop it, or choose another folder with ENTENTE_DATA.`
    super('data_folder_in_use', sentence, cause)
    this.pid = owner?.pid ?? null
    this.startedAt = owner?.startedAt ?? null
  }
}

/** The journal cannot be read, so what was accepted is not known. */
export class JournalUnreadable extends StartRefused {
  constructor(file: string, cause: unknown) {
    const remedy = 'restore it from a backup, or move the whole data folder away to begin anew'
    super('data_folder_corrupt', `The intake journal ${file} cannot be read: ${remedy}.`, cause)
  }
}

interface Owner {
  readonly pid: number
  readonly startedAt: string
}

const SQLITE_BUSY = 5

/**
 * Opens or creates the journal and locks it until `close` or the end of the process: the lock is the kernel's, on the
 * file itself, so a killed process leaves none behind. The side file only tells people who holds it.
 */
export function openJournal(file: string, startedAt: Date): Journal {
  const ownerFile = `${file}.owner`
  const sqlite = openLocked(file, ownerFile)
  writeFileSync(ownerFile, JSON.stringify({ pid: process.pid, startedAt: startedAt.toISOString() }), { mode: 0o600 })
  const insert = sqlite.prepare('insert into record (table_name, rows) values (?, ?)')
  const after = sqlite.prepare('select seq, table_name, rows from record where seq > ? order by seq')
  after.setReadBigInts(true)
  const last = sqlite.prepare('select max(seq) as seq from record')
  last.setReadBigInts(true)
  const number = sqlite.prepare("insert into record (seq, table_name, rows) values (?, '', '[]')")

  const lastSeq = (): bigint => (last.get()?.['seq'] as bigint | null) ?? 0n
  return {
    append(records) {
      sqlite.exec('begin immediate')
      try {
        for (const record of records) insert.run(record.table, record.rows)
        sqlite.exec('commit')
      } catch (error) {
        if (sqlite.isTransaction) sqlite.exec('rollback')
        throw error
      }
      return lastSeq()
    },
    *readAfter(seq) {
      for (const row of after.iterate(seq)) {
        yield { seq: row['seq'] as bigint, table: row['table_name'] as string, rows: row['rows'] as string }
      }
    },
    lastSeq,
    async beginAnew(seq, records) {
      sqlite.exec('begin immediate')
      try {
        // An empty record, because the next number is one above the largest that there is.
        number.run(seq)
        for await (const record of records) insert.run(record.table, record.rows)
        sqlite.exec('commit')
      } catch (error) {
        if (sqlite.isTransaction) sqlite.exec('rollback')
        throw error
      }
    },
    forget(seq) {
      sqlite.exec('pragma secure_delete = on')
      sqlite.prepare('delete from record where seq <= ?').run(seq)
      // Rebuilds the file without the pages that were freed, and empties the log in which they were.
      sqlite.exec('vacuum')
      sqlite.exec('pragma wal_checkpoint(truncate)')
    },
    close() {
      rmSync(ownerFile, { force: true })
      sqlite.close()
    },
  }
}

function openLocked(file: string, ownerFile: string): DatabaseSync {
  let sqlite: DatabaseSync | undefined
  try {
    sqlite = new DatabaseSync(file)
    // NOTE: exclusive before wal, or SQLite shares its index by mmap and lets a second process in.
    sqlite.exec('pragma locking_mode = exclusive')
    sqlite.exec('pragma journal_mode = wal')
    sqlite.exec('pragma synchronous = full')
    sqlite.exec(
      'create table if not exists record (seq integer primary key autoincrement, table_name text not null, rows text not null) strict',
    )
    sqlite.exec('begin immediate; commit')
    return sqlite
  } catch (error) {
    sqlite?.close()
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY)
      throw new DataFolderInUse(file, readOwner(ownerFile), error)
    throw new JournalUnreadable(file, error)
  }
}

/** Only for the message: a side file that is missing or half written changes nothing about the lock. */
function readOwner(ownerFile: string): Owner | null {
  try {
    const { pid, startedAt } = JSON.parse(readFileSync(ownerFile, 'utf8')) as Partial<Owner>
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : null
  } catch {
    return null
  }
}
