import { StartRefused } from '../../domain/start-refused.ts'
import type { OwnerKeys } from './owner-keys.ts'
import { type Image, ownersOf, sealImage, SEALED_TABLES, withoutStandIns } from './seal-rows.ts'
import { columnNames, sqlName, TABLES, type TableName } from './tables.ts'

/** Asks a database without any of what opens values. Rows by the columns' SQL names, with 64-bit numbers and times as texts. */
export type AskPlainly = (sql: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>

/** Rows that are sealed together. */
const ROWS_AT_ONCE = 500

/** The keys that are there are not those with which the rows were sealed. */
class OtherKeyStore extends StartRefused {
  constructor() {
    super(
      'member_keys_missing',
      'The keys of members that are here are not those of this database: restore member-keys.sqlite (or MEMBER_KEYS_URL) from its own copy. Without them every text about a member reads as erased.',
    )
  }
}

/**
 * Compares the store of keys with the one that the database was sealed with. True where nothing was sealed yet: rows that an older version wrote are
 * sealed now. Killed meanwhile, it begins again.
 */
export async function beginSealing(ask: AskPlainly, keys: OwnerKeys): Promise<boolean> {
  const [known] = await ask('select store_id from key_store where id = 1')
  if (known !== undefined) {
    if (known['store_id'] !== keys.storeId) throw new OtherKeyStore()
    return false
  }
  for (const table of SEALED_TABLES) await sealTable(ask, keys, table)
  return true
}

/** Notes that all is sealed, and with the keys of which store. */
export async function endSealing(ask: AskPlainly, keys: OwnerKeys): Promise<void> {
  await ask('insert into key_store (id, store_id) values (1, $1) on conflict (id) do nothing', [keys.storeId])
}

async function sealTable(ask: AskPlainly, keys: OwnerKeys, table: TableName): Promise<void> {
  const key = TABLES[table].key.map((column) => `"${sqlName(column)}"`)
  for (let offset = 0; ; offset += ROWS_AT_ONCE) {
    // The names of requests change as they are sealed, so that those are read in the order of their times.
    const order = table === 'idempotency_key' ? 'created_at, request_hash' : key.join(', ')
    const page = `select to_json(t)::text as image from "${table}" t order by ${order} limit ${ROWS_AT_ONCE} offset ${offset}`
    const images = (await ask(page)).map(({ image }) => JSON.parse(String(image)) as Image)
    if (images.length === 0) return
    const before = images.map((image) => JSON.stringify(image))
    await keys.prepare(ownersOf(table, images))
    const sealed = images.map((image) => sealImage(keys, table, withoutStandIns(table, { ...image })))
    const changed = sealed.flatMap((image, at) => {
      const old = JSON.parse(before[at] ?? '{}') as Image
      return JSON.stringify(image) === before[at] ? [] : [{ image, old }]
    })
    if (changed.length > 0) await replaceRows(ask, table, changed)
  }
}

async function replaceRows(
  ask: AskPlainly,
  table: TableName,
  changed: readonly { image: Image; old: Image }[],
): Promise<void> {
  const key = TABLES[table].key.map((column) => sqlName(column))
  // Only what changed: numbers of 64 bits would be rounded on the way through JSON.
  const columns = columnNames(table).filter((name) =>
    changed.some(({ old, image }) => JSON.stringify(old[name]) !== JSON.stringify(image[name])),
  )
  const match = key.map((name) => `t."${name}" = old."${name}"`).join(' and ')
  // Paired by their places: the key of a request is another one now.
  await ask(
    `update "${table}" t set ${columns.map((name) => `"${name}" = fresh."${name}"`).join(', ')}
     from (select row_number() over () as place, o.* from json_populate_recordset(null::"${table}", $1::json) o) old
     join (select row_number() over () as place, f.* from json_populate_recordset(null::"${table}", $2::json) f) fresh
       on fresh.place = old.place
     where ${match}`,
    [JSON.stringify(changed.map(({ old }) => old)), JSON.stringify(changed.map(({ image }) => image))],
  )
}
