import type { Metadata } from '../domain/metadata.ts'
import type { Reader } from './engine/client.ts'
import type { PurchaseModel } from './generated/models.ts'
import type { Erasable, Narrow } from './engine/row.ts'
import { namedRowsOf } from './engine/named-rows.ts'
import { queryRows } from './engine/query-rows.ts'

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

/** Those of these members who bought something at these partners. */
export async function listBuyers(
  reader: Reader,
  pairs: readonly { readonly partnerId: number; readonly memberId: string }[],
): Promise<{ partnerId: number; memberId: string }[]> {
  if (pairs.length === 0) return []
  return queryRows(
    reader,
    `select distinct asked."partnerId", asked."memberId" from json_to_recordset($1::json) as asked("partnerId" int, "memberId" uuid)
     where exists (select from purchase p where p.member_id = asked."memberId" and p.partner_id = asked."partnerId")`,
    JSON.stringify(pairs),
  )
}
