import type { Reader } from './client.ts'
import { keysOf } from './keys-of.ts'
import type { OwnerKeys } from './owner-keys.ts'
import { queryRows } from './query-rows.ts'
import { nameColumnOf, nameIn, requestName } from './seal-rows.ts'
import { columnList, type Row, sqlName, type TableName } from './tables.ts'

/** Tables whose rows belong to a partner and have a text as their name there. */
type NamedTable = { [T in TableName]: Row<T> extends { readonly partnerId: number } ? T : never }[TableName]

/** What a text is found by: its keyed hash where the text itself is sealed, or never kept. */
function storedName(
  keys: OwnerKeys,
  table: NamedTable,
  { column, partnerId, name }: { column: string; partnerId: number; name: string },
): string {
  if (table === 'idempotency_key') return requestName(keys, { partnerId, key: name })
  if (nameColumnOf(table, column) === undefined) return name
  return nameIn(keys, table, { column, partnerId, text: name })
}

/** Makes the function that lists those rows of a table that have one of these names at their partner, in no order. Each row has the name. */
export function namedRowsOf<T extends NamedTable, Column extends keyof Row<T> & string>(table: T, column: Column) {
  const found = nameColumnOf(table, sqlName(column)) ?? sqlName(column)
  return async function listNamedRows(
    reader: Reader,
    named: readonly ({ readonly partnerId: number } & Readonly<Record<Column, string>>)[],
  ): Promise<(Row<T> & Readonly<Record<Column, string>>)[]> {
    if (named.length === 0) return []
    const keys = keysOf(reader)
    const asked = new Map(
      named.map(({ partnerId, [column]: name }) => {
        const stored = storedName(keys, table, { column: sqlName(column), partnerId, name })
        return [`${String(partnerId)}/${stored}`, { partnerId, name, stored }] as const
      }),
    )
    const rows = await queryRows<Row<T> & { partnerId: number; storedName: string }>(
      reader,
      `select ${columnList(table, 'r')}, named.stored as "storedName" from ${table} r
       join json_to_recordset($1::json) as named("partnerId" int, stored text)
         on r.partner_id = named."partnerId" and r.${found} = named.stored`,
      JSON.stringify([...asked.values()].map(({ partnerId, stored }) => ({ partnerId, stored }))),
    )
    // Whoever asks by a name knows it, also of a row in which it is gone.
    return rows.map(({ storedName: stored, ...row }) => {
      const name = asked.get(`${String(row.partnerId)}/${stored}`)?.name
      return { ...row, [column]: name } as unknown as Row<T> & Readonly<Record<Column, string>>
    })
  }
}
