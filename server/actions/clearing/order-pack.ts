import type { Database, Transaction } from '../../database/engine/client.ts'
import { findDeparture } from '../../database/departures.ts'
import { lockPartner, type Partner } from '../../database/partners.ts'
import { findPackStanding, insertPack, type StoredPack } from '../../database/prepaid-packs.ts'
import { checkOrder, freeFrom, PACKS_MAX, refusePaidTwice, type UsedPack } from '../../domain/clearing/prepaid.ts'
import { BASIS_POINTS, divRoundHalfAway } from '../../domain/clearing/rounding.ts'
import { vatIn } from '../../domain/clearing/vat.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { checkAllowance } from '../partners/change-allowance.ts'
import type { ClearingTerms } from './clearing-terms.ts'
import { listPlannedPrices } from './planned-prices.ts'

export interface OrderPackDeps {
  readonly db: Database
  readonly clock: Clock
  readonly clearingTerms: ClearingTerms
}

/** What a partner orders. */
export interface NewPack {
  readonly partnerId: number
  readonly points: bigint
  /** Of the whole pack, without VAT, in minor units of the clearing currency. */
  readonly priceMinor: bigint
  /** Since 1970-01-01, UTC. */
  readonly startDay: number
}

/** Orders a pack of points for a partner. They may be issued once it is paid. */
export async function orderPack(
  { db, clock, clearingTerms: { currency, vat: rules } }: OrderPackDeps,
  { partnerId, points, priceMinor, startDay }: NewPack,
): Promise<UsedPack<StoredPack>> {
  const now = clock.now()
  checkAllowance(points)
  checkOrder({ priceMinor, startDay }, now)
  return db.transaction(async (tx) => {
    const partner = await lockBuyer(tx, partnerId)
    const { packs, prices } = await findPackStanding(tx, partnerId)
    if (packs.length >= PACKS_MAX) throw new Rejection('packs_too_many', { packsMax: PACKS_MAX })
    const from = freeFrom({ startDay }, now)
    // What the registry says counts, and what it will say: a pack must not wait for a price that may never be set.
    refusePaidTwice(prices, from)
    refusePaidTwice(await listPlannedPrices(tx, partnerId, now), from)
    const vat = vatIn(rules.issue, partner.country)
    const pack: StoredPack = {
      partnerId,
      number: (packs.at(-1)?.pack.number ?? 0) + 1,
      points,
      priceMinor,
      currency,
      vatTreatment: vat.treatment,
      vatRateBasisPoints: vat.rateBasisPoints,
      vatMinor: divRoundHalfAway(priceMinor * BigInt(vat.rateBasisPoints), BASIS_POINTS),
      startDay,
      orderedAt: now,
      paymentReference: null,
      paidDay: null,
      paidAt: null,
      cancelledAt: null,
    }
    await insertPack(tx, pack)
    return { pack, state: 'ordered', used: 0n, left: 0n }
  })
}

/** Locks a partner that may buy points: one that is leaving issues no more. */
export async function lockBuyer(tx: Transaction, partnerId: number): Promise<Partner> {
  const partner = await lockPartner(tx, partnerId)
  if (partner === null) throw new Rejection('partner_unknown', { partnerId })
  if (partner.status === 'left') throw new Rejection('partner_left', { partnerId })
  if ((await findDeparture(tx, partnerId))?.state === 'leaving') throw new Rejection('partner_leaving', { partnerId })
  return partner
}
