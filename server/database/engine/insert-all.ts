import type { NewPartnerEvent } from '../../domain/partner-events.ts'
import { TAKE_NUMBERS } from '../feed-events.ts'
import type { NewRows } from './new-rows.ts'
import type { Reader } from './client.ts'
import { keysOf } from './keys-of.ts'
import { sealedImages } from './save-rows.ts'
import { sealFacts } from './seal-rows.ts'
import { columnsOf, sqlName } from './tables.ts'

/** The one statement that inserts new rows, numbers the events and stores them. */
export async function insertAllStatement(
  reader: Reader,
  { inserts, events }: NewRows,
): Promise<{ sql: string; values: string[] }> {
  const filled = inserts.filter(({ rows }) => rows.length > 0)
  const parts = filled.map(({ table, rows }, at) => {
    const names = columnsOf(table, rows)
      .map((column) => `"${sqlName(column)}"`)
      .join(', ')
    return `inserted_${at} as (insert into "${table}" (${names})
      select ${names} from json_populate_recordset(null::"${table}", $${at + 1}::json))`
  })
  const values = await Promise.all(
    filled.map(async ({ table, rows }) =>
      JSON.stringify(await sealedImages(reader, table, columnsOf(table, rows), rows)),
    ),
  )
  if (events.length === 0) return { sql: `with ${parts.join(', ')} select 1`, values }
  return {
    sql: `with ${[...parts, tellEvents(values.length + 1)].join(', ')}
      insert into feed_event (partner_id, number, type, object_id, data, at)
      select told."partnerId", taken.before + told.place, told.type, told."objectId", told.data, told.at
      from told join taken on taken.partner_id = told."partnerId"`,
    values: [...values, JSON.stringify(withPlaces(await sealEvents(reader, events)))],
  }
}

function tellEvents(parameter: number): string {
  return `told as (select * from json_to_recordset($${parameter}::json)
      as told("partnerId" int, type text, "objectId" uuid, data jsonb, at timestamptz, place bigint)),
    asked as (select "partnerId", count(*) as count from told group by "partnerId"),
    taken as (${TAKE_NUMBERS})`
}

async function sealEvents(reader: Reader, events: readonly NewPartnerEvent[]): Promise<NewPartnerEvent[]> {
  const keys = keysOf(reader)
  await keys.prepare(events.flatMap(({ data: { memberId } }) => memberId ?? []))
  return events.map((event) => ({ ...event, data: sealFacts(keys, event.data) }))
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
