import type { Database } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { hasBooked, insertPricePlan, listSetPrices } from '../../database/price-plans.ts'
import { findPackStanding } from '../../database/prepaid-packs.ts'
import { assert } from '../../domain/assert.ts'
import { checkPriceMonth, type Prices } from '../../domain/clearing/prices.ts'
import { refusePriceWithPacks } from '../../domain/clearing/prepaid.ts'
import type { Ids } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { listPlannedPrices } from './planned-prices.ts'
import { type PricesDeps, type PriceView, viewPrices } from './list-prices.ts'

export interface SetPricesDeps extends PricesDeps {
  readonly db: Database
  readonly ids: Ids
  /** How long the registry's role makes every change of prices wait. */
  readonly priceDelayMs: number
}

/**
 * Plans what a point costs at a partner from a month on. The registry has it once the administrator, whose key no server
 * holds, has announced the call that the answer names and carried it out. The same plan again changes nothing.
 */
export async function setPrices(
  deps: SetPricesDeps,
  { partnerId, month, ...prices }: Prices & { readonly partnerId: number; readonly month: number },
): Promise<PriceView> {
  const { db, ids, clock, priceDelayMs: delayMs } = deps
  return db.transaction(async (tx) => {
    const partner = await lockPartner(tx, partnerId)
    if (partner === null) throw new Rejection('partner_unknown', { partnerId })
    if (partner.status === 'left') throw new Rejection('partner_left', { partnerId })
    const find = async () => {
      const versions = await viewPrices(deps, tx, partnerId)
      const newest = versions.find((one) => one.month === month)
      const isAsked = newest?.issueMicros === prices.issueMicros && newest.redeemMicros === prices.redeemMicros
      return isAsked ? newest : null
    }
    const before = await find()
    if (before !== null && before.state !== 'lapsed') return before
    const now = clock.now()
    const lastMonth = (await listSetPrices(tx, partnerId)).at(-1)?.month ?? null
    checkPriceMonth(month, { now, delayMs, lastMonth, hasBooked: await hasBooked(tx, partnerId) })
    if (prices.issueMicros > 0n) {
      const planned = await listPlannedPrices(tx, partnerId, now)
      refusePriceWithPacks(await findPackStanding(tx, partnerId), [...planned, { month, ...prices }], now)
    }
    await insertPricePlan(tx, { id: ids.next(), partnerId, month, ...prices, plannedAt: now })
    const planned = await find()
    assert(planned !== null, 'what was planned last is the newest version of its month')
    return planned
  })
}
