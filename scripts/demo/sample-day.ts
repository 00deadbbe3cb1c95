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

const OPENING_MINUTE = 9 * 60
const OPEN_MINUTES = 10 * 60
const RETURN_PERCENT = 12
const RETURN_WITHOUT_RECEIPT_PERCENT = 40

/** A day of sales and returns, one list a till in the order of time. The same seed and day give the same lists. */
export function makeSampleDay({ seed, day, tills, customers, eventsPerTill }: SampleDayOptions): TillEvent[][] {
  return Array.from({ length: tills }, (_, till) => {
    const random = seededRandom(seed * 1_000 + till)
    const sales: TillEvent[] = []
    return Array.from({ length: eventsPerTill }, (__, index) => {
      const moment = new Date(day.getTime() + minuteOf(index, eventsPerTill, random) * 60_000)
      const reference = `${day.toISOString().slice(0, 10)}-T${String(till + 1)}-${String(index + 1).padStart(4, '0')}`
      if (sales.length > 0 && random.chance(RETURN_PERCENT)) return makeReturn(random, sales, reference, moment)
      const sale = makeSale(random, reference, moment, customers)
      sales.push(sale)
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

function makeReturn(random: SeededRandom, sales: readonly TillEvent[], reference: string, occurredAt: Date): TillEvent {
  const sale = random.pick(sales)
  const hasReceipt = !random.chance(RETURN_WITHOUT_RECEIPT_PERCENT)
  // With the receipt the till asks for less than the sale, so that several returns of one sale fit into it.
  const amountMinor = hasReceipt
    ? 1n + sale.amountMinor / BigInt(4 + random.below(8))
    : 1n + BigInt(random.below(4_000))
  const { customer } = sale
  return { kind: 'return', customer, reference, orderRef: hasReceipt ? sale.reference : null, amountMinor, occurredAt }
}
