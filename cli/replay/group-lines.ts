import type { Invoice } from './invoice.ts'
import { minorOfScaled, parseScaled } from './read-amounts.ts'

/** One line of an invoice, its amounts still as text. */
export interface InvoiceLine {
  /** Line of the file, for messages. */
  number: number
  invoice: string
  timestamp: string
  customer: string
  country: string
  quantity: string
  price: string
}

/** Makes invoices of lines: the exact sum of quantity times price, rounded once, at the earliest time of its lines. */
export function groupLines(lines: Iterable<InvoiceLine>, digitsOf: (country: string) => number): Invoice[] {
  const groups = new Map<string, { first: InvoiceLine; timestamp: string; scaled: bigint }>()
  for (const line of lines) {
    const { timestamp } = line
    const scaled = parseScaled(line.quantity, line.number) * parseScaled(line.price, line.number)
    const group = groups.get(line.invoice)
    if (group === undefined) groups.set(line.invoice, { first: line, timestamp, scaled })
    else {
      group.scaled += scaled
      if (timestamp < group.timestamp) group.timestamp = timestamp
    }
  }
  return [...groups.values()]
    .map(({ first, timestamp, scaled }) => ({
      invoice: first.invoice,
      timestamp,
      customer: first.customer,
      country: first.country,
      amountMinor: minorOfScaled(scaled, { factors: 2, digits: digitsOf(first.country) }),
    }))
    .toSorted((a, b) => compareText(a.timestamp, b.timestamp) || compareText(a.invoice, b.invoice))
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
