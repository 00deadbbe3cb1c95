import type { NewPartnerEvent } from '../../domain/partner-events.ts'
import { TAKE_NUMBERS } from '../feed-events.ts'
import { rowImages } from './save-rows.ts'
import { columnsOf, type NewRow, sqlName, type TableName } from './tables.ts'

/** New rows of one table. */
export type Insert = { [T in TableName]: { readonly table: T; readonly rows: readonly NewRow<T>[] } }[TableName]

/** New rows of several tables, in the order in which they refer to each other, and what happened to partners' objects by them. */
export interface NewRows {
  readonly inserts: readonly Insert[]
  readonly events: readonly NewPartnerEvent[]
}

/** One of the rows is there already, or was at the same time: none was inserted. */
export class RowTaken extends Error {
  override readonly name = 'RowTaken'

  constructor(cause?: unknown) {
    super('a row with one of these names is in the database already', { cause })
  }
}

/** The one statement that inserts new rows, numbers the events and stores them. */
export function insertAllStatement({ inserts, events }: NewRows): { sql: string; values: string[] } {
  const filled = inserts.filter(({ rows }) => rows.length > 0)
  const parts = filled.map(({ table, rows }, at) => {
    const names = columnsOf(table, rows)
      .map((column) => `"${sqlName(column)}"`)
      .join(', ')
    return `inserted_${at} as (insert into "${table}" (${names})
      select ${names} from json_populate_recordset(null::"${table}", $${at + 1}::json))`
  })
  const values = filled.map(({ table, rows }) => rowImages(table, columnsOf(table, rows), rows))
  if (events.length === 0) return { sql: `with ${parts.join(', ')} select 1`, values }
  return {
    sql: `with ${[...parts, tellEvents(values.length + 1)].join(', ')}
      insert into feed_event (partner_id, number, type, object_id, data, at)
      select told."partnerId", taken.before + told.place, told.type, told."objectId", told.data, told.at
      from told join taken on taken.partner_id = told."partnerId"`,
    values: [...values, JSON.stringify(withPlaces(events))],
  }
}

function tellEvents(parameter: number): string {
  return `told as (select * from json_to_recordset($${parameter}::json)
      as told("partnerId" int, type text, "objectId" uuid, data jsonb, at timestamptz, place bigint)),
    asked as (select "partnerId", count(*) as count from told group by "partnerId"),
    taken as (${TAKE_NUMBERS})`
}

/** Says of each event the how-manyeth of its partner it is. */
function withPlaces(events: readonly NewPartnerEvent[]) {
  const places = new Map<number, number>()
  return events.map((event) => {
    const place = (places.get(event.partnerId) ?? 0) + 1
    places.set(event.partnerId, place)
    return { ...event, place }
  })
}
