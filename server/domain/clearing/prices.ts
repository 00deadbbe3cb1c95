import { minorDigits } from '../currencies.ts'
import { Rejection } from '../rejection.ts'
import { monthOf, monthSpan, monthText } from '../utc-days.ts'

/** What a point costs at a partner when it is issued and when it is redeemed, in millionths of a minor unit. */
export interface Prices {
  readonly issueMicros: bigint
  readonly redeemMicros: bigint
}

/** What operators agreed on: prices from a month on (months since 1970-01, UTC). */
export interface PlannedPrices extends Prices {
  readonly month: number
  readonly plannedAt: Date
}

/** Prices that the registry has, by the event that set them. */
export interface SetPrices extends Prices {
  readonly month: number
  readonly blockNumber: bigint
  readonly transactionHash: string
}

/** What must be known of a partner to say from which month on its prices can change. */
export interface PriceFacts {
  readonly now: Date
  /** How long the registry's role makes every change of prices wait. */
  readonly delayMs: number
  /** The last month from which the registry has prices of its own; null where it has none. */
  readonly lastMonth: number | null
  /** Whether points of the partner were ever issued or redeemed. */
  readonly hasBooked: boolean
}

/** The first month that prices can still hold from: one that begins after the announcement's delay, unless nothing was ever booked. */
export function firstOpenMonth({ now, delayMs, lastMonth, hasBooked }: PriceFacts): number {
  if (lastMonth === null && !hasBooked) return monthOf(new Date(now.getTime() + delayMs))
  return monthOf(new Date(now.getTime() + delayMs)) + 1
}

/** Refuses prices that the registry would refuse when their time has come. */
export function checkPriceMonth(month: number, facts: PriceFacts): void {
  const monthMin = firstOpenMonth(facts)
  if (month < monthMin)
    throw new Rejection('price_month_passed', { month: monthText(month), monthMin: monthText(monthMin) })
  const { lastMonth } = facts
  if (lastMonth !== null && month < lastMonth)
    throw new Rejection('price_month_out_of_order', { month: monthText(month), lastMonth: monthText(lastMonth) })
}

/** How prices of a month stand. `lapsed`: their month began before the registry had them. */
export type PriceState = 'planned' | 'announced' | 'set' | 'lapsed'

/** One version of a partner's prices: what was agreed, and what the chain made of it. */
export interface PriceVersion<Announced> extends Prices {
  readonly month: number
  readonly state: PriceState
  /** Null: the chain has them, and nobody planned them here. */
  readonly plannedAt: Date | null
  readonly announced: Announced | null
  readonly set: SetPrices | null
}

/** All versions of a partner's prices, newest first: each event of the registry, and the newest plan of each month that is not on chain. */
export function priceVersions<Announced>(
  { plans, events }: { plans: readonly PlannedPrices[]; events: readonly SetPrices[] },
  { now, findAnnounced }: { now: Date; findAnnounced: (prices: PlannedPrices) => Announced | null },
): PriceVersion<Announced>[] {
  const isSame = (one: Prices & { month: number }, other: Prices & { month: number }) =>
    one.month === other.month && one.issueMicros === other.issueMicros && one.redeemMicros === other.redeemMicros
  const newest = new Map(plans.map((plan) => [plan.month, plan]))
  const inForce = new Map(events.map((event) => [event.month, event]))
  const open = [...newest.values()].filter((plan) => {
    const event = inForce.get(plan.month)
    return event === undefined || !isSame(plan, event)
  })
  const ofPlans = open.map((plan): PriceVersion<Announced> => {
    const announced = findAnnounced(plan)
    const isOver = monthSpan(plan.month).until <= now
    return { ...pricesOf(plan), plannedAt: plan.plannedAt, announced, set: null, state: stateOf(announced, isOver) }
  })
  const ofEvents = events.map((event): PriceVersion<Announced> => {
    const plan = plans.findLast((one) => isSame(one, event))
    return { ...pricesOf(event), plannedAt: plan?.plannedAt ?? null, announced: null, set: event, state: 'set' }
  })
  return [...ofEvents, ...ofPlans]
    .map((version, at) => ({ version, at }))
    .sort((a, b) => b.version.month - a.version.month || b.at - a.at)
    .map(({ version }) => version)
}

function stateOf(announced: unknown, isOver: boolean): PriceState {
  if (isOver) return 'lapsed'
  return announced === null ? 'planned' : 'announced'
}

function pricesOf({ month, issueMicros, redeemMicros }: Prices & { month: number }) {
  return { month, issueMicros, redeemMicros }
}

/** Millionths of a minor unit in one: what prices are in. */
export const MICROS = 1_000_000n
const MICRO_DIGITS = 6
const PRICE_TEXT = /^(0|[1-9]\d{0,11})(?:\.(\d{1,6}))?$/

/** A price as people write it, in minor units such as cents with up to six decimals; null where it is none. */
export function microsOf(text: string): bigint | null {
  const parts = PRICE_TEXT.exec(text)
  return parts === null ? null : BigInt(parts[1] ?? '') * MICROS + BigInt((parts[2] ?? '').padEnd(MICRO_DIGITS, '0'))
}

/** The same the other way round, with two decimals or as many as it takes. */
export function microsText(micros: bigint): string {
  return shortDecimal(micros, MICRO_DIGITS, 2)
}

/** A price in units of the currency, as short as it is exact: 850000 micros of a cent are 0.0085. At least `placesMin` decimals. */
export function decimalPrice(micros: bigint, currency: string, placesMin = 0): string {
  return shortDecimal(micros, minorDigits(currency) + MICRO_DIGITS, placesMin)
}

/** A value that is not negative, of which the last `places` digits are decimals: without the zeros that end it. */
export function shortDecimal(value: bigint, places: number, placesMin = 0): string {
  const digits = String(value).padStart(places + 1, '0')
  const fraction = digits
    .slice(digits.length - places)
    .replace(/0+$/, '')
    .padEnd(placesMin, '0')
  const whole = digits.slice(0, digits.length - places)
  return fraction === '' ? whole : `${whole}.${fraction}`
}
