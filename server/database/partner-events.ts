import type { Cell } from '../domain/cells.ts'
import type { RegistryEventKind } from '../domain/registry-events.ts'
import type { Reader } from './engine/client.ts'
import type { PartnerEventModel } from './generated/models.ts'
import { theRow, type Narrow } from './engine/row.ts'

/** One event of the registry. */
export type PartnerEvent = Narrow<PartnerEventModel, { kind: RegistryEventKind }>

declare module './engine/tables.ts' {
  interface Rows {
    partner_event: PartnerEvent
  }
}

/** A partner of a cell that the chain has registered and this database does not know; null where there is none. */
export async function findUnknownPartner(reader: Reader, cell: Cell): Promise<number | null> {
  const rows = await reader.$queryRaw<{ partnerId: number | null }[]>`
    select min(e.partner_id) as "partnerId" from partner_event e
    join json_to_recordset(${JSON.stringify(cell)}::json) as span(first int, last int)
      on e.partner_id between span.first and span.last
    where not exists (select from partner p where p.id = e.partner_id)`
  return theRow(rows).partnerId
}

/** The highest number of a registered partner before which some number was never registered; null where there is no gap. */
export async function findPartnerOutOfLine(reader: Reader): Promise<number | null> {
  const rows = await reader.$queryRaw<{ partnerId: number | null }[]>`
    select max(e.partner_id) as "partnerId" from partner_event e where e.kind = 'registered' and e.partner_id > 1
      and not exists (select from partner_event b where b.partner_id = e.partner_id - 1 and b.kind = 'registered')`
  return rows[0]?.partnerId ?? null
}

/** The highest number of a registered partner up to one; null where there is none. */
export async function findRegisteredUpTo(reader: Reader, partnerIdMax: number): Promise<number | null> {
  const where = { kind: 'registered', partnerId: { lte: partnerIdMax } }
  return (await reader.partnerEvent.aggregate({ where, _max: { partnerId: true } }))._max.partnerId
}

/** All the allowance that a partner was ever given, less what was taken back: what is left of it is the rest of what it issued. */
export async function sumAllowanceGiven(reader: Reader, partnerId: number): Promise<bigint> {
  const rows = await reader.$queryRaw<{ given: bigint }[]>`
    select coalesce(sum(case kind when 'allowance_raised' then (data->>'points')::numeric else -(data->>'points')::numeric end), 0)::bigint
      as given
    from partner_event where partner_id = ${partnerId} and kind in ('allowance_raised', 'allowance_lowered')`
  return theRow(rows).given
}
