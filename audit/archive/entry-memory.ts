import { DatabaseSync } from 'node:sqlite'

/** An accrual, and how many of its points were not reversed yet. */
export interface Accrual {
  readonly account: string
  readonly remaining: bigint
}

/** What has to be remembered of all entries: about 120 bytes each, in a file, so that memory does not grow with the ledger. */
export interface EntryMemory {
  /** The entry that has this commitment already; null where it is new, and is remembered now. */
  commit(partnerId: number, order: string, entry: string): string | null
  /** Whether a commitment was seen. */
  isCommitted(partnerId: number, order: string): boolean
  addAccrual(partnerId: number, entry: string, accrual: Accrual): void
  findAccrual(partnerId: number, entry: string): Accrual | null
  /** Takes points of an accrual back. */
  reverse(partnerId: number, entry: string, points: bigint): void
  /** Writes what one batch brought; nothing before it is on disk. */
  flush(): void
  close(): void
}

/** Opens an empty memory in a file, which must not exist; `:memory:` for a small one. */
export function openEntryMemory(path: string): EntryMemory {
  const database = new DatabaseSync(path)
  database.exec(`
    pragma journal_mode = off; pragma synchronous = off;
    create table commitment (partner integer, hash text, entry text, primary key (partner, hash)) without rowid;
    create table accrual (partner integer, entry text, account text, remaining text, primary key (partner, entry)) without rowid;
    begin`)
  const find = database.prepare('select entry from commitment where partner = ? and hash = ?')
  const insert = database.prepare('insert into commitment values (?, ?, ?)')
  const findAccrual = database.prepare('select account, remaining from accrual where partner = ? and entry = ?')
  const insertAccrual = database.prepare('insert or replace into accrual values (?, ?, ?, ?)')
  const update = database.prepare('update accrual set remaining = ? where partner = ? and entry = ?')
  const accrualOf = (partnerId: number, entry: string): Accrual | null => {
    const row = findAccrual.get(partnerId, entry) as { account: string; remaining: string } | undefined
    return row === undefined ? null : { account: row.account, remaining: BigInt(row.remaining) }
  }
  return {
    commit(partnerId, order, entry) {
      const row = find.get(partnerId, order) as { entry: string } | undefined
      if (row === undefined) insert.run(partnerId, order, entry)
      return row?.entry ?? null
    },
    isCommitted: (partnerId, order) => find.get(partnerId, order) !== undefined,
    addAccrual: (partnerId, entry, { account, remaining }) =>
      void insertAccrual.run(partnerId, entry, account, String(remaining)),
    findAccrual: accrualOf,
    reverse(partnerId, entry, points) {
      const accrual = accrualOf(partnerId, entry)
      if (accrual !== null) update.run(String(accrual.remaining - points), partnerId, entry)
    },
    flush: () => database.exec('commit; begin'),
    close: () => database.close(),
  }
}
