import type { Database } from '../../database/engine/client.ts'
import { sumAllowance } from '../../database/calls.ts'
import { findPackStanding, savePack, savePrepaidAlert, type StoredPack } from '../../database/prepaid-packs.ts'
import { freeFrom, refusePaidTwice, type UsedPack } from '../../domain/clearing/prepaid.ts'
import { Rejection } from '../../domain/rejection.ts'
import { checkAllowance } from '../partners/change-allowance.ts'
import { appendOperatorCalls, type OperatorDeps } from '../partners/operator-calls.ts'
import { lockBuyer } from './order-pack.ts'
import { packOf } from './pack-of.ts'

export interface PackPayment {
  readonly partnerId: number
  readonly number: number
  /** What the pack must have: whoever records or approves the payment sees what the allowance is raised by. */
  readonly points: bigint
  /** Of the bank's entry, and its day (since 1970-01-01, UTC). */
  readonly reference: string
  readonly paidDay: number
}

/**
 * Records that a pack was paid, and raises the partner's allowance on chain by its points, both in one transaction. The same payment
 * again changes nothing.
 */
export async function recordPackPayment(
  deps: OperatorDeps & { readonly db: Database },
  { partnerId, number, points, reference, paidDay }: PackPayment,
): Promise<UsedPack<StoredPack>> {
  return deps.db.transaction(async (tx) => {
    const now = deps.clock.now()
    await lockBuyer(tx, partnerId)
    const standing = await findPackStanding(tx, partnerId)
    const before = packOf(standing, number)
    const { pack, state } = before
    if (pack.points !== points)
      throw new Rejection('pack_points_differ', { points: String(points), pointsOfPack: String(pack.points) })
    if (state === 'paid' && pack.paymentReference === reference && pack.paidDay === paidDay) return before
    if (state !== 'ordered') throw new Rejection('pack_closed', { number, state })
    refusePaidTwice(standing.prices, freeFrom(pack, now))
    checkAllowance(points, await sumAllowance(tx, partnerId))
    await savePack(tx, { ...pack, paymentReference: reference, paidDay, paidAt: now })
    await appendOperatorCalls(tx, deps, partnerId, [{ name: 'raise_allowance', points }])
    const after = await findPackStanding(tx, partnerId)
    if (after.alert !== null && !after.isLow) await savePrepaidAlert(tx, { ...after.alert, lowId: null, lowAt: null })
    return packOf(after, number)
  })
}
