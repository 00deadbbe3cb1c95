import { assert } from '../domain/assert.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { PartnerEventModel } from './generated/models.ts'
import type { Narrow } from './engine/row.ts'
import { insertRows } from './engine/save-rows.ts'

/** One event of the registry. */
export type PartnerEvent = Narrow<
  PartnerEventModel,
  {
    kind:
      | 'registered'
      | 'status'
      | 'allowance_raised'
      | 'allowance_lowered'
      | 'daily_limit'
      | 'issuer_key'
      | 'redemption_key'
      | 'prices'
  }
>

declare module './engine/tables.ts' {
  interface Rows {
    partner_event: PartnerEvent
  }
}

/** Remembers what the registry has logged. */
export async function insertPartnerEvents(tx: Transaction, events: readonly PartnerEvent[]): Promise<void> {
  const inserted = await insertRows(tx, 'partner_event', events)
  assert(inserted.length === events.length, 'a partner event was applied twice')
}

/** Forgets the events of blocks above a number, because the chain did. */
export async function deletePartnerEventsAbove(tx: Transaction, blockNumber: bigint): Promise<void> {
  await tx.partnerEvent.deleteMany({ where: { blockNumber: { gt: blockNumber } } })
}

/** Partners that the chain has registered and this database does not know. */
export async function listUnknownPartners(reader: Reader, rowsMax: number): Promise<number[]> {
  const rows = await reader.$queryRaw<{ partnerId: number }[]>`
    select distinct partner_id as "partnerId" from partner_event e
    where not exists (select from partner p where p.id = e.partner_id) order by 1 limit ${rowsMax}`
  return rows.map((row) => row.partnerId)
}
