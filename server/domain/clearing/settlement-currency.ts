import { Rejection } from '../rejection.ts'
import { monthOf, monthText } from '../utc-days.ts'

/** In which currency a partner pays and is paid from a month on (months since 1970-01, UTC). */
interface SettlementCurrency {
  readonly month: number
  /** ISO 4217. */
  readonly currency: string
}

/** The currency of a month: the newest version of the latest month up to it; without one, the clearing currency. */
export function currencyIn(
  /** Oldest first. */
  versions: readonly SettlementCurrency[],
  { month, clearing }: { month: number; clearing: string },
): string {
  let found: SettlementCurrency | null = null
  for (const version of versions) if (version.month <= month && version.month >= (found?.month ?? 0)) found = version
  return found?.currency ?? clearing
}

/** Refuses a month that has begun, unless nothing was ever booked: a partner knows in what it will pay before it issues points. */
export function checkCurrencyMonth(month: number, { now, hasBooked }: { now: Date; hasBooked: boolean }): void {
  const monthMin = hasBooked ? monthOf(now) + 1 : monthOf(now)
  if (month < monthMin)
    throw new Rejection('currency_month_passed', { month: monthText(month), monthMin: monthText(monthMin) })
}
