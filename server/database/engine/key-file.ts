import { chmodSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { StartRefused } from '../../domain/start-refused.ts'
import type { KeyStore } from './owner-keys.ts'

const OWNER_ONLY = 0o600

/** The file of keys cannot be read: without it the sealed texts of members are lost, their points are not. */
class KeyFileUnreadable extends StartRefused {
  constructor(file: string, cause: unknown) {
    const remedy = 'restore it from its own copy (docs/operating.md, Backups)'
    super('data_folder_corrupt', `The keys of members in ${file} cannot be read: ${remedy}.`, cause)
  }
}

/**
 * Keys in a file of their own; null keeps them in memory. What is deleted is overwritten, and there is no write-ahead log in which it could
 * stay: a rollback journal is emptied with the commit.
 */
export function openKeyFile(file: string | null): KeyStore {
  const sqlite = openSqlite(file)
  const find = sqlite.prepare('select wrapped from owner_key where owner = ?')
  const insert = sqlite.prepare('insert or ignore into owner_key (owner, wrapped) values (?, ?)')
  const destroy = sqlite.prepare(
    'insert into owner_key (owner, wrapped) values (?, null) on conflict (owner) do update set wrapped = null',
  )
  const inOne = (act: () => void): Promise<void> => {
    sqlite.exec('begin immediate')
    try {
      act()
      sqlite.exec('commit')
    } catch (error) {
      if (sqlite.isTransaction) sqlite.exec('rollback')
      throw error
    }
    return Promise.resolve()
  }
  return {
    id: nameStore(sqlite),
    read(owners) {
      const found = new Map<string, string | null>()
      for (const owner of owners) {
        const row = find.get(owner)
        if (row !== undefined) found.set(owner, row['wrapped'] as string | null)
      }
      return Promise.resolve(found)
    },
    insert: (keys) => {
      const kept = new Set<string>()
      return inOne(() => {
        for (const { owner, wrapped } of keys) if (insert.run(owner, wrapped).changes === 1) kept.add(owner)
      }).then(() => kept)
    },
    destroy: (owners) =>
      inOne(() => {
        for (const owner of owners) destroy.run(owner)
      }),
    close: () => {
      sqlite.close()
      return Promise.resolve()
    },
  }
}

function openSqlite(file: string | null): DatabaseSync {
  let sqlite: DatabaseSync | undefined
  try {
    sqlite = new DatabaseSync(file ?? ':memory:')
    if (file !== null) chmodSync(file, OWNER_ONLY)
    sqlite.exec('pragma secure_delete = on')
    sqlite.exec('pragma journal_mode = truncate')
    sqlite.exec('pragma synchronous = extra')
    sqlite.exec('create table if not exists owner_key (owner text primary key, wrapped text) strict, without rowid')
    sqlite.exec('create table if not exists store (id text not null) strict')
    return sqlite
  } catch (error) {
    sqlite?.close()
    throw file === null ? error : new KeyFileUnreadable(file, error)
  }
}

function nameStore(sqlite: DatabaseSync): string {
  const known = sqlite.prepare('select id from store').get()?.['id']
  if (typeof known === 'string') return known
  const id = randomUUID()
  sqlite.prepare('insert into store (id) values (?)').run(id)
  return id
}
