import { DAY_MS, dayText, monthNumber, monthText } from '../utc-days.ts'
import { assert } from '../assert.ts'
import { daySpanIn, monthSpanIn } from '../time-zones.ts'

/** So many days, or months, are told at once at most. */
export const FIGURE_DAYS_MAX = 90
export const FIGURE_DAYS_USUAL = 30
export const FIGURE_MONTHS_MAX = 13

/** How far back figures are told: that many days or months, of which the last one is not over. */
export type FigureRange = { readonly unit: 'day' | 'month'; readonly count: number }

/** Days or months in a row, as a place counts them. */
export interface FigureSpans {
  /** As 2026-11-28 or 2026-11, in their order. */
  readonly names: readonly string[]
  /** When each begins, and when the last one ends: one more than names. */
  readonly bounds: readonly Date[]
}

/** The last days or months of a time zone, the one of now included. */
export function spansUntil(now: Date, timeZone: string, { unit, count }: FigureRange): FigureSpans {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now)
  const names = unit === 'day' ? daysUntil(today, count) : monthsUntil(today.slice(0, 7), count)
  const spans = names.map((name) => (unit === 'day' ? daySpanIn(timeZone, name) : monthSpanIn(timeZone, name)))
  const last = spans.at(-1)
  assert(last !== undefined, 'a range has at least one day')
  return { names, bounds: [...spans.map(({ from }) => from), last.until] }
}

function daysUntil(today: string, count: number): string[] {
  const midnight = Date.parse(`${today}T00:00:00Z`)
  return Array.from({ length: count }, (_, at) => dayText(new Date(midnight - (count - 1 - at) * DAY_MS)))
}

function monthsUntil(month: string, count: number): string[] {
  const last = monthNumber(month)
  assert(last !== null, 'the month of a day is a month')
  return Array.from({ length: count }, (_, at) => monthText(last - count + 1 + at))
}
