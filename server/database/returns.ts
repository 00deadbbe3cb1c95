import type { Metadata } from '../domain/metadata.ts'
import type { Reader } from './engine/client.ts'
import type { PurchaseReturnModel, ReturnAllocationModel } from './generated/models.ts'
import type { Purchase } from './purchases.ts'
import { keysOf } from './engine/keys-of.ts'
import type { Erasable, Narrow } from './engine/row.ts'
import { nameIn } from './engine/seal-rows.ts'
import { namedRowsOf } from './engine/named-rows.ts'
import { columnList } from './engine/tables.ts'

/** Goods brought back, named by the partner's return reference. */
export type PurchaseReturn = Erasable<Narrow<PurchaseReturnModel, { metadata: Metadata }>, 'returnRef', 'returnKey'>

/** What a return took from one purchase. */
export type ReturnAllocation = Readonly<ReturnAllocationModel>

declare module './engine/tables.ts' {
  interface Rows {
    purchase_return: PurchaseReturn
    return_allocation: ReturnAllocation
  }
}

/** What returns took from a purchase so far. */
export interface ReturnedSoFar {
  readonly returnedMinor: bigint
  readonly pointsReversed: bigint
}

export type ReturnablePurchase = Purchase & ReturnedSoFar

const RETURNED_SO_FAR = `
  cross join lateral (
    select coalesce(sum(a.amount_minor), 0)::bigint as returned, coalesce(sum(a.points), 0)::bigint as reversed
    from return_allocation a where a.purchase_id = p.id
  ) taken`
const RETURNABLE_COLUMNS = `${columnList('purchase', 'p')}, taken.returned as "returnedMinor", taken.reversed as "pointsReversed"`

/** Those of the named returns that are recorded. */
export const listReturnsByRefs = namedRowsOf('purchase_return', 'returnRef')

/** A return of one partner; null when it is unknown or another partner's. */
export async function findReturn(
  reader: Reader,
  { id, partnerId }: { id: string; partnerId: number },
): Promise<PurchaseReturn | null> {
  return (await reader.purchaseReturn.findFirst({ where: { id, partnerId } })) as PurchaseReturn | null
}

/** What these returns took from which orders. */
export async function listAllocations(
  reader: Reader,
  returnIds: readonly string[],
): Promise<(ReturnAllocation & { readonly orderRef: string | null })[]> {
  if (returnIds.length === 0) return []
  return reader.$queryRawUnsafe<(ReturnAllocation & { orderRef: string | null })[]>(
    `select ${columnList('return_allocation', 'a')}, p.order_ref as "orderRef" from return_allocation a
     join purchase p on p.id = a.purchase_id where a.return_id = any($1::uuid[])
     order by p.occurred_at desc, p.seq desc`,
    returnIds,
  )
}

/** The purchases of these ids with what returns took from them, in no order. */
export async function listReturnablePurchasesByIds(
  reader: Reader,
  ids: readonly string[],
): Promise<ReturnablePurchase[]> {
  if (ids.length === 0) return []
  return reader.$queryRawUnsafe<ReturnablePurchase[]>(
    `select ${RETURNABLE_COLUMNS} from purchase p ${RETURNED_SO_FAR} where p.id = any($1::uuid[])`,
    [...ids],
  )
}

/** The returns of these ids, in no order. */
export async function listReturnsByIds(reader: Reader, ids: readonly string[]): Promise<PurchaseReturn[]> {
  return (await reader.purchaseReturn.findMany({ where: { id: { in: [...ids] } } })) as PurchaseReturn[]
}

/** The purchase of an order with what returns took from it; null when the partner has no such order. */
export async function findReturnablePurchase(
  reader: Reader,
  { partnerId, orderRef }: { partnerId: number; orderRef: string },
): Promise<ReturnablePurchase | null> {
  const rows = await reader.$queryRawUnsafe<ReturnablePurchase[]>(
    `select ${RETURNABLE_COLUMNS} from purchase p ${RETURNED_SO_FAR} where p.partner_id = $1 and p.order_key = $2`,
    partnerId,
    nameIn(keysOf(reader), 'purchase', { column: 'order_ref', partnerId, text: orderRef }),
  )
  return rows[0] ?? null
}

/**
 * A member's newest purchases at a partner in a currency, made at or before a moment, of which something is left: as many as cover the
 * amount, and no more. At equal times the later recorded one is the newer.
 */
export async function listReturnablePurchases(
  reader: Reader,
  asked: { partnerId: number; memberId: string; currency: string; occurredAtMax: Date; amountMinor: bigint },
): Promise<ReturnablePurchase[]> {
  return reader.$queryRawUnsafe<ReturnablePurchase[]>(
    `with returnable as (
       select p.id, sum(p.amount_minor - taken.returned) over newest - (p.amount_minor - taken.returned) as covered,
         taken.returned, taken.reversed
       from purchase p ${RETURNED_SO_FAR}
       where p.partner_id = $1 and p.member_id = $2::uuid and p.currency = $5 and p.occurred_at <= $3
         and p.amount_minor > taken.returned
       window newest as (order by p.occurred_at desc, p.seq desc)
     )
     select ${RETURNABLE_COLUMNS} from returnable taken join purchase p on p.id = taken.id
     where taken.covered < $4 order by p.occurred_at desc, p.seq desc`,
    asked.partnerId,
    asked.memberId,
    asked.occurredAtMax,
    asked.amountMinor,
    asked.currency,
  )
}
