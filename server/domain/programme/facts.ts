/** What a condition may ask about a purchase, each with its type in CEL. Names are kept for ever: rules that were saved use them. */
export const FACT_TYPES = {
  amountMinor: 'int',
  eligibleMinor: 'int',
  currency: 'string',
  /** Empty where the till named no location. */
  locationId: 'string',
  /** Monday is 1, Sunday is 7, by the clock of the brand. */
  weekday: 'int',
  hour: 'int',
  day: 'int',
  month: 'int',
  occurredAt: 'timestamp',
  /** Whether the member bought nothing at this brand before; false where no rule of the brand asks for it. */
  firstPurchase: 'bool',
} as const

export type FactName = keyof typeof FACT_TYPES

/** What of a purchase decides which rules give points for it. */
export interface Facts {
  readonly amountMinor: bigint
  readonly eligibleMinor: bigint
  readonly currency: string
  readonly locationId: string
  readonly weekday: number
  readonly hour: number
  readonly day: number
  readonly month: number
  readonly occurredAt: Date
  readonly firstPurchase: boolean
}

/** What is known of a purchase before its calendar is looked up. */
export interface Occasion {
  readonly amountMinor: bigint
  readonly eligibleMinor: bigint
  readonly currency: string
  readonly locationId: string | null
  readonly occurredAt: Date
  readonly firstPurchase: boolean
}

/** The facts of a purchase, with day and hour as the clock on the wall of the brand shows them; UTC where it chose no time zone. */
export function factsOf(occasion: Occasion, timeZone: string | null): Facts {
  const { amountMinor, eligibleMinor, currency, locationId, occurredAt, firstPurchase } = occasion
  const told = { amountMinor, eligibleMinor, currency, locationId: locationId ?? '', occurredAt, firstPurchase }
  return { ...told, ...calendarOf(occurredAt, timeZone ?? 'UTC') }
}

/** Facts as canonical JSON values (RFC 8785 sorts the names): numbers of money and moments as texts. */
export function presentFacts(facts: Facts): Readonly<Record<FactName, string | number | boolean>> {
  return {
    amountMinor: String(facts.amountMinor),
    currency: facts.currency,
    day: facts.day,
    eligibleMinor: String(facts.eligibleMinor),
    firstPurchase: facts.firstPurchase,
    hour: facts.hour,
    locationId: facts.locationId,
    month: facts.month,
    occurredAt: facts.occurredAt.toISOString(),
    weekday: facts.weekday,
  }
}

/** Facts that were kept. */
export function readFacts(kept: ReturnType<typeof presentFacts>): Facts {
  return {
    amountMinor: BigInt(kept.amountMinor),
    eligibleMinor: BigInt(kept.eligibleMinor),
    currency: String(kept.currency),
    locationId: String(kept.locationId),
    weekday: Number(kept.weekday),
    hour: Number(kept.hour),
    day: Number(kept.day),
    month: Number(kept.month),
    occurredAt: new Date(String(kept.occurredAt)),
    firstPurchase: kept.firstPurchase === true,
  }
}

/** A moment as the clock and the calendar of a place show it. */
function calendarOf(moment: Date, timeZone: string): Pick<Facts, 'weekday' | 'hour' | 'day' | 'month'> {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
  })
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 0, day = 0, hour = 0 } = parts
  // Of a calendar day the weekday is the same everywhere: that of its midnight in UTC.
  const sundayIsZero = new Date(Date.UTC(year, month - 1, day)).getUTCDay()
  return { weekday: sundayIsZero === 0 ? 7 : sundayIsZero, hour, day, month }
}
