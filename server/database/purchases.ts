import type { Metadata } from '../domain/metadata.ts'
import type { Reader } from './engine/client.ts'
import type { PurchaseModel } from './generated/models.ts'
import type { Narrow } from './engine/row.ts'
import { listNamedRows } from './engine/named-rows.ts'

/** A sale at a partner, named by the partner's own order reference. */
export type Purchase = Narrow<PurchaseModel, { metadata: Metadata }>

declare module './engine/tables.ts' {
  interface Rows {
    purchase: Purchase
  }
}

/** Those of the named orders that are recorded. */
export async function listPurchasesByOrderRefs(
  reader: Reader,
  orders: readonly { partnerId: number; orderRef: string }[],
): Promise<Purchase[]> {
  return listNamedRows(reader, { table: 'purchase', column: 'orderRef' }, orders)
}

/** A purchase of one partner; null when it is unknown or another partner's. */
export async function findPurchase(
  reader: Reader,
  { id, partnerId }: { id: string; partnerId: number },
): Promise<Purchase | null> {
  return (await reader.purchase.findFirst({ where: { id, partnerId } })) as Purchase | null
}
