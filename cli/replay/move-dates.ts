import type { Invoice } from './invoice.ts'

const DAY_MS = 86_400_000
/** 28 years: days of the week, leap days and the time between any two invoices stay what they are. */
const CYCLE_DAYS = 10_227

/**
 * How many days a file is moved back. A till cannot sell tomorrow, and the server refuses that: a file with dates that are to
 * come is moved by whole cycles of 28 years, all of it, until its last invoice is in the past. The cycles are long so that the
 * file sent again another day is moved by as much, and every invoice is found to be recorded.
 */
export function chooseDaysBack(invoices: readonly Invoice[], now: Date): number {
  const last = invoices.reduce((latest, { timestamp }) => (timestamp > latest ? timestamp : latest), '')
  if (last === '') return 0
  const aheadDays = (Date.parse(`${last}Z`) - now.getTime()) / DAY_MS
  return aheadDays <= 0 ? 0 : Math.ceil(aheadDays / CYCLE_DAYS) * CYCLE_DAYS
}

/** The same invoices so many days earlier. */
export function moveBack(invoices: readonly Invoice[], days: number): Invoice[] {
  return invoices.map((invoice) => {
    const moved = new Date(Date.parse(`${invoice.timestamp}Z`) - days * DAY_MS)
    return { ...invoice, timestamp: moved.toISOString().slice(0, 19) }
  })
}
