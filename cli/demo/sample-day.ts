import { seededRandom, type SeededRandom } from './random.ts'

/** What a till sends on the sample day. */
export interface TillEvent {
  kind: 'purchase' | 'return'
  /** Number of the customer among the sample's customers. */
  customer: number
  /** The till's own number of the sale or of the return. */
  reference: string
  /** The sale that a return belongs to; null for a sale, and where the customer came without the receipt. */
  orderRef: string | null
  amountMinor: bigint
  occurredAt: Date
}

export interface SampleDayOptions {
  seed: number
  /** Midnight, UTC, of the day. */
  day: Date
  tills: number
  customers: number
  eventsPerTill: number
}

/** A sale, and what returns have left of it by the rule that the server has. */
interface Sale {
  event: TillEvent
  leftMinor: bigint
}

const OPENING_MINUTE = 9 * 60
const OPEN_MINUTES = 10 * 60
const RETURN_PERCENT = 12
const RETURN_WITHOUT_RECEIPT_PERCENT = 40

/** A day of sales and returns, one list a till in the order of time. The same seed and day give the same lists. */
export function makeSampleDay({ seed, day, tills, customers, eventsPerTill }: SampleDayOptions): TillEvent[][] {
  return Array.from({ length: tills }, (_, till) => {
    const random = seededRandom(seed * 1_000 + till)
    const sales: Sale[] = []
    return Array.from({ length: eventsPerTill }, (__, index) => {
      const moment = new Date(day.getTime() + minuteOf(index, eventsPerTill, random) * 60_000)
      const reference = `${day.toISOString().slice(0, 10)}-T${String(till + 1)}-${String(index + 1).padStart(4, '0')}`
      const returnable = sales.filter((sale) => sale.leftMinor > 0n)
      if (returnable.length > 0 && random.chance(RETURN_PERCENT)) {
        return makeReturn(random, { sales, chosen: random.pick(returnable) }, reference, moment)
      }
      const sale = makeSale(random, reference, moment, customers)
      sales.push({ event: sale, leftMinor: sale.amountMinor })
      return sale
    })
  })
}

/** Spreads the events over the opening hours, in order, with some unevenness. */
function minuteOf(index: number, count: number, random: SeededRandom): number {
  const width = OPEN_MINUTES / count
  return OPENING_MINUTE + index * width + (random.below(1_000) / 1_000) * width
}

function makeSale(random: SeededRandom, reference: string, occurredAt: Date, customers: number): TillEvent {
  // Most baskets are small and a few are large; regulars (the lower numbers) come more often.
  const customer = Math.min(random.below(customers), random.below(customers))
  const pounds = random.pick([3, 8, 15, 25, 40, 80, 250])
  const amountMinor = BigInt(1 + random.below(pounds * 200))
  return { kind: 'purchase', customer, reference, orderRef: null, amountMinor, occurredAt }
}

function makeReturn(
  random: SeededRandom,
  { sales, chosen }: { sales: readonly Sale[]; chosen: Sale },
  reference: string,
  occurredAt: Date,
): TillEvent {
  const { customer } = chosen.event
  const hasReceipt = !random.chance(RETURN_WITHOUT_RECEIPT_PERCENT)
  // With the receipt at most what is left of that sale; without it anything, and some of it may match no sale.
  const amountMinor = hasReceipt
    ? 1n + BigInt(random.below(Number(chosen.leftMinor)))
    : 1n + BigInt(random.below(4_000))
  if (hasReceipt) chosen.leftMinor -= amountMinor
  else takeNewestFirst(sales, customer, amountMinor)
  const orderRef = hasReceipt ? chosen.event.reference : null
  return { kind: 'return', customer, reference, orderRef, amountMinor, occurredAt }
}

/** What a return without receipt takes from the customer's sales: so much can no longer be asked of each by receipt. */
function takeNewestFirst(sales: readonly Sale[], customer: number, amountMinor: bigint): void {
  let left = amountMinor
  for (const sale of sales.toReversed().filter(({ event }) => event.customer === customer)) {
    const taken = sale.leftMinor < left ? sale.leftMinor : left
    sale.leftMinor -= taken
    left -= taken
  }
}
