import { Rejection } from '../rejection.ts'
import { DAY_MS, daySpan, dayText, monthOf, monthSpan, monthText } from '../utc-days.ts'

/** Packs of a partner, cancelled ones included: all of them are read to say what is left. */
export const PACKS_MAX = 1_000
/** In minor units, without VAT: with it, and summed over all packs of a partner, it fits 64 bits. */
export const PACK_PRICE_MINOR_MAX = 1_000_000_000_000_000n
/** A pack can be ordered so many days ahead. */
export const PACK_START_DAYS_MAX = 366

/** Points that a partner buys in advance. */
export interface Pack {
  readonly number: number
  readonly points: bigint
  /** The day (since 1970-01-01, UTC) by which packs take turns. */
  readonly startDay: number
  readonly paidAt: Date | null
  readonly cancelledAt: Date | null
}

export type PackState = 'ordered' | 'paid' | 'cancelled'

/** What a partner's batches credited and took back in a month (months since 1970-01, UTC). */
export interface MonthOfIssuing {
  readonly month: number
  readonly issued: bigint
  readonly reversed: bigint
}

/** The issue price from a month on, until another one. */
export interface IssuePrice {
  readonly month: number
  readonly issueMicros: bigint
}

/** A pack, and how much of it is used. One that is not paid has nothing to use. */
export interface UsedPack<Of extends Pack = Pack> {
  readonly pack: Of
  readonly state: PackState
  readonly used: bigint
  readonly left: bigint
}

/** How a partner stands with its packs. */
export interface PackStanding<Of extends Pack> {
  /** In the order of their numbers. */
  readonly packs: readonly UsedPack<Of>[]
  readonly leftPoints: bigint
  /** Issued beyond all packs, with an allowance that was not bought in one: the next pack pays for it. */
  readonly uncoveredPoints: bigint
  /** Whether a warning is due; never before a first pack was paid. */
  readonly isLow: boolean
}

/** The number that payments and invoices name: at most 35 of the characters that SEPA allows. */
export function packNumberText(partnerId: number, number: number): string {
  return `ENT-${String(partnerId)}-P${String(number)}`
}

/** What became of a pack. */
export function packState({ paidAt, cancelledAt }: Pack): PackState {
  if (cancelledAt !== null) return 'cancelled'
  return paidAt === null ? 'ordered' : 'paid'
}

/** From when on issuing uses packs: the start of the oldest paid one; null while there is none. */
export function usedSince(packs: readonly Pack[]): Date | null {
  const starts = packs.filter((pack) => packState(pack) === 'paid').map(({ startDay }) => startDay)
  return starts.length === 0 ? null : daySpan(Math.min(...starts)).from
}

/**
 * Divides what was issued among the paid packs: the oldest start first, then the smaller number. What returns took back is
 * subtracted before, so it comes back to the pack that was used last. Months in which each point has a price are paid by
 * their statements, and use no pack.
 */
export function standingOfPacks<Of extends Pack>({
  packs,
  months,
  prices,
  alertPoints,
}: {
  readonly packs: readonly Of[]
  /** From the start of the oldest paid pack on. */
  readonly months: readonly MonthOfIssuing[]
  /** Of the registry, oldest first. */
  readonly prices: readonly IssuePrice[]
  readonly alertPoints: bigint | null
}): PackStanding<Of> {
  let open = netUse(months.filter(({ month }) => issuePriceIn(prices, month) === 0n))
  const used = new Map<number, bigint>()
  const paid = packs.filter((pack) => packState(pack) === 'paid')
  for (const { number, points } of paid.toSorted((a, b) => a.startDay - b.startDay || a.number - b.number)) {
    const taken = open < points ? open : points
    used.set(number, taken)
    open -= taken
  }
  const withUse = packs.map((pack) => {
    const taken = used.get(pack.number) ?? 0n
    return { pack, state: packState(pack), used: taken, left: used.has(pack.number) ? pack.points - taken : 0n }
  })
  const leftPoints = withUse.reduce((sum, { left }) => sum + left, 0n)
  const isLow = alertPoints !== null && paid.length > 0 && leftPoints <= alertPoints
  return { packs: withUse.toSorted((a, b) => a.pack.number - b.pack.number), leftPoints, uncoveredPoints: open, isLow }
}

/**
 * Points that returns took back into packs, in all: at most what was issued from them. The registry does not give the allowance
 * back by itself. It never falls, because months that have begun keep their price.
 */
export function returnedToPacks(months: readonly MonthOfIssuing[], prices: readonly IssuePrice[]): bigint {
  const free = months.filter(({ month }) => issuePriceIn(prices, month) === 0n)
  const issued = free.reduce((sum, one) => sum + one.issued, 0n)
  const reversed = free.reduce((sum, one) => sum + one.reversed, 0n)
  return reversed < issued ? reversed : issued
}

function netUse(months: readonly MonthOfIssuing[]): bigint {
  const net = months.reduce((sum, { issued, reversed }) => sum + issued - reversed, 0n)
  return net > 0n ? net : 0n
}

/** The price that holds in a month: that of the newest version from it or an earlier one. A month without one costs nothing. */
function issuePriceIn(prices: readonly IssuePrice[], month: number): bigint {
  return (
    prices
      .filter((price) => price.month <= month)
      .toSorted(byMonth)
      .at(-1)?.issueMicros ?? 0n
  )
}

/** Stable: of one month, the version that is given last counts. */
const byMonth = (one: IssuePrice, other: IssuePrice) => one.month - other.month

/** The first month from one on in which a point costs something when it is issued; null where none does. */
export function firstPricedMonth(prices: readonly IssuePrice[], from: number): IssuePrice | null {
  const later = prices.filter(({ month }) => month > from).map(({ month }) => month)
  for (const month of [from, ...new Set(later.toSorted((a, b) => a - b))]) {
    const issueMicros = issuePriceIn(prices, month)
    if (issueMicros > 0n) return { month, issueMicros }
  }
  return null
}

/** The month from which on a pack asks for an issue price of 0; months that are over count no more. */
export function freeFrom({ startDay }: Pick<Pack, 'startDay'>, now: Date): number {
  return Math.max(monthOf(daySpan(startDay).from), monthOf(now))
}

/** Refuses what no pack costs, and a day on which none can start: an earlier month may be closed already. */
export function checkOrder({ priceMinor, startDay }: { priceMinor: bigint; startDay: number }, now: Date): void {
  if (priceMinor < 1n || priceMinor > PACK_PRICE_MINOR_MAX)
    throw new Rejection('pack_price_out_of_range', {
      priceMinor: String(priceMinor),
      minorMin: '1',
      minorMax: String(PACK_PRICE_MINOR_MAX),
    })
  const startsMin = dayText(monthSpan(monthOf(now)).from)
  const startsMax = dayText(new Date(now.getTime() + PACK_START_DAYS_MAX * DAY_MS))
  const startsOn = dayText(daySpan(startDay).from)
  if (startsOn < startsMin || startsOn > startsMax)
    throw new Rejection('pack_start_out_of_range', { startsOn, startsMin, startsMax })
}

/** Refuses packs of a partner that pays for each point, in the month in which they start or in a later one. */
export function refusePaidTwice(prices: readonly IssuePrice[], from: number): void {
  const priced = firstPricedMonth(prices, from)
  if (priced !== null)
    throw new Rejection('issue_price_not_zero', {
      month: monthText(priced.month),
      issueMicros: String(priced.issueMicros),
    })
}

/** Refuses an issue price in a month in which packs that are ordered, or paid and not used up, must cost nothing more. */
export function refusePriceWithPacks(
  { packs }: Pick<PackStanding<Pack>, 'packs'>,
  prices: readonly IssuePrice[],
  now: Date,
): void {
  const open = packs.filter(({ state, left }) => state === 'ordered' || left > 0n)
  if (open.length === 0) return
  const priced = firstPricedMonth(prices, Math.min(...open.map(({ pack }) => freeFrom(pack, now))))
  if (priced === null) return
  const pointsLeft = open.reduce((sum, { pack, state, left }) => sum + (state === 'ordered' ? pack.points : left), 0n)
  throw new Rejection('pack_points_left', { month: monthText(priced.month), pointsLeft: String(pointsLeft) })
}
