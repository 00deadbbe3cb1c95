import type { Metadata } from '../domain/metadata.ts'
import type { Reader } from './engine/client.ts'
import type { PurchaseModel } from './generated/models.ts'
import type { Erasable, Narrow } from './engine/row.ts'
import { namedRowsOf } from './engine/named-rows.ts'

/** A sale at a partner, named by the partner's own order reference: null once its member is erased. */
export type Purchase = Erasable<Narrow<PurchaseModel, { metadata: Metadata }>, 'orderRef', 'orderKey'>

declare module './engine/tables.ts' {
  interface Rows {
    purchase: Purchase
  }
}

/** Those of the named orders that are recorded. */
export const listPurchasesByOrderRefs = namedRowsOf('purchase', 'orderRef')

/** Whether a partner has a purchase of this id. */
export async function isPurchaseOf(reader: Reader, { id, partnerId }: { id: string; partnerId: number }) {
  return (await reader.purchase.count({ where: { id, partnerId } })) > 0
}
