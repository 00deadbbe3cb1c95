import type { Reader } from './client.ts'
import { queryRows } from './query-rows.ts'
import { columnList, type Row, sqlName, type TableName } from './tables.ts'

/** Tables whose rows belong to a partner and have a text as their name there. */
type NamedTable = { [T in TableName]: Row<T> extends { readonly partnerId: number } ? T : never }[TableName]

/** Makes the function that lists those rows of a table that have one of these names at their partner, in no order. */
export function namedRowsOf<T extends NamedTable, Column extends keyof Row<T> & string>(table: T, column: Column) {
  return async function listNamedRows(
    reader: Reader,
    named: readonly ({ readonly partnerId: number } & Readonly<Record<Column, string>>)[],
  ): Promise<Row<T>[]> {
    if (named.length === 0) return []
    const names = named.map((one) => ({ partnerId: one.partnerId, name: one[column] }))
    const once = new Map(names.map((one) => [`${one.partnerId}/${one.name}`, one]))
    return queryRows<Row<T>>(
      reader,
      `select ${columnList(table, 'r')} from ${table} r
       join json_to_recordset($1::json) as named("partnerId" int, name text)
         on r.partner_id = named."partnerId" and r.${sqlName(column)} = named.name`,
      JSON.stringify([...once.values()]),
    )
  }
}
