import { ReplayFileInvalid } from './invoice.ts'

/** A date as a line of a file has it. */
export interface DateText {
  /** Line of the file, for messages. */
  number: number
  date: string
}

const TIME = String.raw`(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?: ?([AP])\.?M\.?)?)?`
const ZONE = String.raw`(?: ?(Z|UTC|[+-]00:?00))?`
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${TIME}${ZONE}$`, 'i')
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})${TIME}$`, 'i')
const MONTH_NAMED = new RegExp(String.raw`^(\d{1,2})[- ]([a-z]{3})[a-z]*[- ](\d{4}|\d{2})${TIME}$`, 'i')
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** Two digits are a year from 1970 to 2069. */
const CENTURY_TURNS_AT = 70

/**
 * Copies of a file write 1 December 2010 as 2010-12-01, 12/1/2010 or 01/12/2010: the whole file tells which. Without a day
 * above 12 the month comes first, as in the original; between dots it never does.
 */
export function chooseDateReader(dates: Iterable<DateText>): (line: DateText) => string {
  let monthFirst: number | null = null
  let dayFirst: number | null = null
  for (const { number, date } of dates) {
    const [, one, mark, two] = YEAR_LAST.exec(date) ?? []
    if (mark === undefined || mark === '.' || Math.min(Number(one), Number(two)) > 12) continue
    if (Number(one) > 12) dayFirst ??= number
    if (Number(two) > 12) monthFirst ??= number
  }
  if (dayFirst !== null && monthFirst !== null) {
    throw new ReplayFileInvalid(
      `Line ${String(monthFirst)} has the month first and line ${String(dayFirst)} has the day first: write all dates as 2010-12-01 08:26.`,
    )
  }
  return (line) => readDate(line, dayFirst !== null)
}

function readDate(line: DateText, isDayFirst: boolean): string {
  const text = line.date.trim()
  const iso = YEAR_FIRST.exec(text)
  if (iso !== null) return write(line, [iso[1], iso[3], iso[4]], iso.slice(5))
  const named = MONTH_NAMED.exec(text)
  if (named !== null) {
    const month = MONTHS.indexOf(named[2]?.toLowerCase() ?? '') + 1
    return write(line, [named[3], String(month), named[1]], named.slice(4))
  }
  const last = YEAR_LAST.exec(text)
  if (last === null) {
    throw new ReplayFileInvalid(
      `Line ${String(line.number)} has the date "${line.date}": it must be like 2010-12-01 08:26.`,
    )
  }
  const [, one, mark, two, year] = last
  const day = isDayFirst || mark === '.' ? [one, two] : [two, one]
  return write(line, [year, day[1], day[0]], last.slice(5))
}

type Part = string | undefined

function write(line: DateText, [year = '', month, day]: readonly Part[], time: readonly Part[]): string {
  const [hour = '0', minute = '0', second = '0', half] = time
  const fullYear = year.length === 2 ? Number(year) + (Number(year) < CENTURY_TURNS_AT ? 2_000 : 1_900) : Number(year)
  const isAfternoon = half?.toUpperCase() === 'P'
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (isAfternoon ? 12 : 0)
  const two = (part: Part | number) => String(Number(part)).padStart(2, '0')
  const day8 = `${String(fullYear).padStart(4, '0')}-${two(month)}-${two(day)}`
  const written = `${day8}T${two(hours)}:${two(minute)}:${two(second)}`
  const moment = new Date(`${written}Z`)
  // 30 February becomes a day of March: it is not the same when it is written again.
  const exists = !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(written)
  if (!exists || (half !== undefined && (Number(hour) < 1 || Number(hour) > 12)))
    throw new ReplayFileInvalid(`Line ${String(line.number)} has the date "${line.date}", which does not exist.`)
  return written
}
