import { DAY_MS, dayText } from './utc-days.ts'

/** Whether a text names a time zone of the IANA database, such as Europe/London; offsets such as +01:00 name no place. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    // Throws a RangeError for every name that it does not know.
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

const HOUR_MS = 3_600_000
/** No place is further from UTC, with room for summer time. */
const OFFSET_HOURS_MAX = 27

/** Whether a text is a day that exists, such as 2026-11-28. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

/** The first moment of a day of a time zone, and the first one after it: days join without a gap, also where clocks change. */
export function daySpanIn(timeZone: string, day: string): { from: Date; until: Date } {
  const format = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric' })
  const next = dayText(new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS))
  return { from: beginningOf(format, day), until: beginningOf(format, next) }
}

/** Whether a text is a month that exists, such as 2026-11. */
export function isMonth(text: string): boolean {
  return isDay(`${text}-01`)
}

/** The first moment of a month of a time zone, and the first one after it. */
export function monthSpanIn(timeZone: string, month: string): { from: Date; until: Date } {
  const first = new Date(`${month}-01T00:00:00Z`)
  const next = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1))
  return { from: daySpanIn(timeZone, dayText(first)).from, until: daySpanIn(timeZone, dayText(next)).from }
}

/** The first moment at which the calendar of a place shows a day or a later one. */
function beginningOf(format: Intl.DateTimeFormat, day: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  let [before, after] = [midnight - OFFSET_HOURS_MAX * HOUR_MS, midnight + OFFSET_HOURS_MAX * HOUR_MS]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (shownDay(format, middle) >= day) after = middle
    else before = middle
  }
  return new Date(after)
}

function shownDay(format: Intl.DateTimeFormat, ms: number): string {
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]))
  const { year = '', month = '', day = '' } = parts
  return `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
