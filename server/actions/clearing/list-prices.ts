import type { Reader } from '../../database/engine/client.ts'
import { findPartner } from '../../database/partners.ts'
import { listOperations, type PowerEvent } from '../../database/power-pauses.ts'
import { listPricePlans, listSetPrices } from '../../database/price-plans.ts'
import { type Prices, priceVersions, type PriceVersion } from '../../domain/clearing/prices.ts'
import type { Clock } from '../../domain/environment.ts'
import { OPERATION_EXPIRES_MS } from '../../domain/powers.ts'
import { Rejection } from '../../domain/rejection.ts'

/** Announced calls that are looked through. Each costs whoever announces it a transaction and needs a role. */
const OPERATIONS_MAX = 200

/** Turns prices into the registry's call: server/chain/set-prices-call.ts */
export type EncodePrices = (
  partnerId: number,
  month: number,
  prices: Prices,
) => { readonly to: string; readonly data: string }

export interface PricesDeps {
  readonly clock: Clock
  readonly encodePrices: EncodePrices
}

/** A version of a partner's prices, with its announcement while it waits, and the call that sets it. */
export interface PriceView extends PriceVersion<PowerEvent> {
  readonly partnerId: number
  readonly call: { readonly to: string; readonly data: string }
}

/** All versions of what a point costs at a partner, newest first. */
export async function listPrices(deps: PricesDeps & { readonly db: Reader }, partnerId: number): Promise<PriceView[]> {
  if ((await findPartner(deps.db, partnerId)) === null) throw new Rejection('partner_unknown', { partnerId })
  return viewPrices(deps, deps.db, partnerId)
}

/** The same of a partner that is known, within a transaction of their change. */
export async function viewPrices(
  { clock, encodePrices }: PricesDeps,
  reader: Reader,
  partnerId: number,
): Promise<PriceView[]> {
  const now = clock.now()
  const plans = await listPricePlans(reader, partnerId)
  const events = await listSetPrices(reader, partnerId)
  const dueAfter = new Date(now.getTime() - OPERATION_EXPIRES_MS)
  const waiting = await listOperations(reader, { dueAfter, rowsMax: OPERATIONS_MAX })
  const callOf = (version: Prices & { month: number }) => encodePrices(partnerId, version.month, version)
  const findAnnounced = (plan: Prices & { month: number }) => {
    const { to, data } = callOf(plan)
    return waiting.find((one) => one.target === to.toLowerCase() && one.data === data) ?? null
  }
  const versions = priceVersions({ plans, events }, { now, findAnnounced })
  return versions.map((version) => ({ ...version, partnerId, call: callOf(version) }))
}
