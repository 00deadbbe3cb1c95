import { AMOUNT_MINOR, type SaleRequest } from './side.ts'

/** A minute, so that no clock has the sale in its future. */
const SOLD_BEFORE_MS = 60_000

/** Makes requests, and knows how many purchases were in them. */
export interface SaleRequests {
  next(purchases: number): SaleRequest
  /** The same, of these partners only. */
  of(keys: readonly string[]): (purchases: number) => SaleRequest
  purchases(): number
}

/** Makes requests with purchases of all members, and of all partners, in turns. A partner without a key sends none. */
export function saleRequests(keys: readonly (string | null)[], members: readonly string[]): SaleRequests {
  const occurredAt = new Date(Date.now() - SOLD_BEFORE_MS).toISOString()
  let orders = 0
  let sent = 0
  const purchase = () => ({
    orderRef: `order-${(orders += 1)}`,
    member: { kind: 'member', value: members[orders % members.length] },
    currency: 'GBP',
    amountMinor: AMOUNT_MINOR,
    occurredAt,
  })
  const of =
    (own: readonly (string | null)[]) =>
    (purchases: number): SaleRequest => {
      const key = own[(sent += 1) % own.length] ?? null
      const body = purchases === 1 ? purchase() : { purchases: Array.from({ length: purchases }, purchase) }
      return {
        path: purchases === 1 ? '/v1/purchases' : '/v1/purchases/batch',
        headers: {
          'Content-Type': 'application/json',
          ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify(body),
      }
    }
  return { next: of(keys), of, purchases: () => orders }
}
