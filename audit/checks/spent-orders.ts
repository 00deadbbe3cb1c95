import type { SpendOrder } from './redemption-calls.ts'

const DAY_SECONDS = 86_400
/** Orders can be restored on the day that they were spent and the 31 days after it. */
export const RESTORE_DAYS = 31

/** An order that was spent, and what of it came back. */
export interface SpentOrder {
  readonly member: string
  readonly partnerId: number
  readonly points: bigint
  readonly day: number
  restored: bigint
}

/** Orders that can still be restored; older ones are forgotten, so that memory does not grow with the ledger. */
export class SpentOrders {
  readonly #orders = new Map<string, SpentOrder>()

  /** Remembers an order that was spent at this Unix second. */
  add({ hash, member, partnerId, points }: SpendOrder, timestamp: number): void {
    const day = dayOf(timestamp)
    for (const [old, order] of this.#orders) {
      if (order.day >= day - RESTORE_DAYS - 1) break
      this.#orders.delete(old)
    }
    this.#orders.set(hash, { member, partnerId, points, day, restored: 0n })
  }

  find(hash: string): SpentOrder | undefined {
    return this.#orders.get(hash)
  }
}

/** Days since 1970-01-01, UTC. */
export function dayOf(timestamp: number): number {
  return Math.floor(timestamp / DAY_SECONDS)
}
