import type { RegistryEventKind } from '../domain/registry-events.ts'
import type { Reader } from './engine/client.ts'
import type { PartnerEventModel } from './generated/models.ts'
import type { Narrow } from './engine/row.ts'

/** One event of the registry. */
export type PartnerEvent = Narrow<PartnerEventModel, { kind: RegistryEventKind }>

declare module './engine/tables.ts' {
  interface Rows {
    partner_event: PartnerEvent
  }
}

/** Partners that the chain has registered and this database does not know. */
export async function listUnknownPartners(reader: Reader, rowsMax: number): Promise<number[]> {
  const rows = await reader.$queryRaw<{ partnerId: number }[]>`
    select distinct partner_id as "partnerId" from partner_event e
    where not exists (select from partner p where p.id = e.partner_id) order by 1 limit ${rowsMax}`
  return rows.map((row) => row.partnerId)
}
