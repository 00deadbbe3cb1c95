import { DAY_MS, monthOf, monthSpan, monthText } from '../../../server/domain/utc-days.ts'
import { seededRandom, type SeededRandom } from '../random.ts'
import type { PlannedRedemption } from '../redemption-plan.ts'

/** Months that are closed when the sample coalition is shown. */
export const PAST_MONTHS = 3
/** The sample's regulars: the first cards. */
export const PAST_CUSTOMERS = 5

const HOUR_MS = 3_600_000
/** A month can be closed two days after its end: on the 3rd. The last one is closed on a day before the first start's. */
const CLOSED_DAYS_BEFORE = 4
const FOUNDED_DAYS_BEFORE = 6
const SALES_PER_BRAND = 3
const REDEMPTIONS = 3
const BASKET_POUNDS_MIN = 20
const BASKET_POUNDS_MORE = 140

export interface PastPurchase {
  readonly brand: number
  readonly customer: number
  readonly orderRef: string
  readonly amountMinor: bigint
  readonly occurredAt: Date
}

interface PastReturn {
  readonly brand: number
  readonly customer: number
  readonly returnRef: string
  readonly orderRef: string
  readonly amountMinor: bigint
  readonly occurredAt: Date
}

/** What the coalition does in one month, and when the month is closed and paid. */
export interface PastMonth {
  readonly month: number
  readonly soldAt: Date
  readonly purchases: readonly PastPurchase[]
  readonly spentAt: Date
  readonly returned: PastReturn
  /** By customer, as the sample day's redemptions are by member. */
  readonly redemptions: readonly (readonly PlannedRedemption[])[]
  readonly closedAt: Date
  /** Null: the month is closed, and nobody has paid for it yet. */
  readonly paidAt: Date | null
}

/** The months before the sample day. The same seed gives the same figures, whatever the first month is. */
export interface PastPlan {
  readonly foundedAt: Date
  /** When prices that were announced at the founding can be set. */
  readonly pricedAt: Date
  readonly months: readonly PastMonth[]
}

/** The first of the months that can be closed by now, with time to spare. */
export function firstPastMonth(now: Date): number {
  return monthOf(new Date(now.getTime() - CLOSED_DAYS_BEFORE * DAY_MS)) - PAST_MONTHS
}

/** Plans what happens from a month on. `priceDelayMs` is how long the registry makes a change of prices wait. */
export function planPast({
  seed,
  firstMonth,
  brands,
  priceDelayMs,
}: {
  seed: number
  firstMonth: number
  brands: number
  priceDelayMs: number
}): PastPlan {
  const foundedAt = new Date(monthSpan(firstMonth).from.getTime() - FOUNDED_DAYS_BEFORE * DAY_MS + 8 * HOUR_MS)
  const bought = Array.from({ length: PAST_MONTHS }, (_, at) =>
    planPurchases(seededRandom(seed * 1_000 + at), { brands, month: firstMonth + at }),
  )
  const months = bought.map((purchases, at): PastMonth => {
    const month = firstMonth + at
    const redemptions = planRedemptions(seededRandom(seed * 2_000 + at), { brands, at, month })
    // From the second month on, what comes back was bought in the month before.
    const returned = planReturn(bought[Math.max(0, at - 1)]?.[at], month)
    return { month, purchases, redemptions, returned, ...timesOf(month, at) }
  })
  return { foundedAt, pricedAt: new Date(foundedAt.getTime() + priceDelayMs + HOUR_MS), months }
}

function timesOf(month: number, at: number): Pick<PastMonth, 'soldAt' | 'spentAt' | 'closedAt' | 'paidAt'> {
  const { until } = monthSpan(month)
  return {
    soldAt: onDay(month, 12, 19),
    spentAt: onDay(month, 21, 18),
    closedAt: new Date(until.getTime() + 2 * DAY_MS + HOUR_MS),
    paidAt: at === PAST_MONTHS - 1 ? null : new Date(until.getTime() + 9 * DAY_MS),
  }
}

/** Every brand sells to some of the regulars, in the first third of the month; the last one, which is for travelling, sells less. */
function planPurchases(
  random: SeededRandom,
  { brands, month }: { brands: number; month: number },
): readonly PastPurchase[] {
  return Array.from({ length: brands * SALES_PER_BRAND }, (_, number) => {
    const brand = number % brands
    const pounds = BASKET_POUNDS_MIN + random.below(brand === brands - 1 ? BASKET_POUNDS_MIN : BASKET_POUNDS_MORE)
    return {
      brand,
      customer: (number + Math.floor(number / brands)) % PAST_CUSTOMERS,
      orderRef: `${monthText(month)}-P-${String(number + 1).padStart(4, '0')}`,
      amountMinor: BigInt(pounds * 100 + random.below(100)),
      occurredAt: onDay(month, 2 + random.below(10), 9 + random.below(9)),
    }
  })
}

/** Half of a purchase comes back. */
function planReturn(purchase: PastPurchase | undefined, month: number): PastReturn {
  if (purchase === undefined) throw new Error('something was bought that can come back')
  const { brand, customer, orderRef, amountMinor } = purchase
  return {
    brand,
    customer,
    returnRef: `${monthText(month)}-P-back`,
    orderRef,
    amountMinor: (amountMinor / 200n) * 100n,
    occurredAt: onDay(month, 19, 11),
  }
}

/** The first customers spend: one at another brand in each month, the others on travelling. The goods of one come back in part. */
function planRedemptions(
  random: SeededRandom,
  { brands, at, month }: { brands: number; at: number; month: number },
): PlannedRedemption[][] {
  return Array.from({ length: REDEMPTIONS }, (_, customer) => [
    {
      reference: `${monthText(month)}-Q-${String(customer + 1).padStart(4, '0')}`,
      brand: customer === at ? at % brands : brands - 1,
      takes: { sharePercent: 30 + random.below(20) },
      fate: 'captured',
      restoredPercent: customer === at ? 40 : 0,
    },
  ])
}

function onDay(month: number, day: number, hour: number): Date {
  return new Date(monthSpan(month).from.getTime() + (day - 1) * DAY_MS + hour * HOUR_MS)
}
