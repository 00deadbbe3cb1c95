import { assert } from '../assert.ts'
import { MICROS } from './prices.ts'
import { divRoundHalfAway } from './rounding.ts'

/** What the registry counted of a partner in a month. */
export interface MonthTotals {
  readonly issued: bigint
  readonly reversed: bigint
  readonly redeemed: bigint
  readonly restored: bigint
}

/** What a point costs when it is issued and when it is redeemed, in millionths of a minor unit of the clearing currency. */
export interface MonthPrices {
  readonly issuePrice: bigint
  readonly redeemPrice: bigint
}

/** What a partner's month comes to, in minor units, without VAT and fees: `Clearing.Legs` by the same rule. */
export interface Legs extends MonthTotals, MonthPrices {
  /** (issued - reversed) x issuePrice: due from the partner to the pool. Negative where more was reversed than issued. */
  readonly dueFrom: bigint
  /** (redeemed - restored) x redeemPrice: due from the pool to the partner. */
  readonly dueTo: bigint
  /** dueTo - dueFrom. Positive: the operator pays the partner. */
  readonly net: bigint
}

/** A month of the coalition: the nets of its positions and the pool add up to zero. */
export interface NettedMonth {
  readonly positions: readonly (Legs & { readonly partnerId: number })[]
  readonly pool: bigint
}

/** Nets a month of all partners. A partner of which nothing was counted has no position. */
export function netMonth(partners: readonly (MonthTotals & MonthPrices & { partnerId: number })[]): NettedMonth {
  const positions = partners
    .filter((partner) => !isIdle(partner))
    .map((partner) => ({ partnerId: partner.partnerId, ...netPartner(partner, partner) }))
  return { positions, pool: -positions.reduce((sum, { net }) => sum + net, 0n) }
}

/** Nets a partner's month: one price a leg, and each leg rounded once. */
export function netPartner(totals: MonthTotals, prices: MonthPrices): Legs {
  const { issued, reversed, redeemed, restored } = totals
  const { issuePrice, redeemPrice } = prices
  assert([issued, reversed, redeemed, restored, issuePrice, redeemPrice].every((value) => value >= 0n))
  const dueFrom = amountOf(issued - reversed, issuePrice)
  const dueTo = amountOf(redeemed - restored, redeemPrice)
  return { issued, reversed, redeemed, restored, issuePrice, redeemPrice, dueFrom, dueTo, net: dueTo - dueFrom }
}

/** What points cost, to the nearest minor unit, halves away from zero: so a leg and its exact opposite cancel out. */
export function amountOf(points: bigint, price: bigint): bigint {
  return divRoundHalfAway(points * price, MICROS)
}

function isIdle({ issued, reversed, redeemed, restored }: MonthTotals): boolean {
  return issued === 0n && reversed === 0n && redeemed === 0n && restored === 0n
}
