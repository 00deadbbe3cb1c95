import { type Invoice, ReplayFileInvalid } from './invoice.ts'

/** Column names of the UCI layout in its two editions, lower case and without spaces, and what they are here. */
export const UCI_COLUMNS: Readonly<Record<string, string>> = {
  invoiceno: 'invoice',
  invoice: 'invoice',
  quantity: 'quantity',
  invoicedate: 'date',
  unitprice: 'price',
  price: 'price',
  customerid: 'customer',
  country: 'country',
}

/** One line of an invoice, as text. */
export interface UciLine {
  /** Line of the file, for messages. */
  number: number
  invoice: string
  date: string
  customer: string
  country: string
  quantity: string
  price: string
}

// Prices have up to three decimals in the source, and spreadsheets write some as 5.0000000000000003e-2.
const SCALE_DIGITS = 18
const SCALE_PER_PENNY = 10n ** BigInt(SCALE_DIGITS - 2)

/** Makes invoices of lines: the exact sum of quantity times price, rounded once, at the earliest time of its lines. */
export function groupLines(lines: readonly UciLine[]): Invoice[] {
  const readDate = chooseDateReader(lines)
  const groups = new Map<string, { first: UciLine; timestamp: string; scaled: bigint }>()
  for (const line of lines) {
    const timestamp = readDate(line)
    const scaled = parseScaled(line.quantity, line) * parseScaled(line.price, line)
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
      amountPence: roundHalfAway(scaled, 10n ** BigInt(SCALE_DIGITS) * SCALE_PER_PENNY),
    }))
    .toSorted((a, b) => compareText(a.timestamp, b.timestamp) || compareText(a.invoice, b.invoice))
}

/** Rounds to the nearest; a half goes away from zero, so that a return undoes exactly what its sale did. */
export function roundHalfAway(value: bigint, divisor: bigint): bigint {
  const magnitude = value < 0n ? -value : value
  const rounded = (2n * magnitude + divisor) / (2n * divisor)
  return value < 0n ? -rounded : rounded
}

function parseScaled(text: string, line: UciLine): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text)
  if (match === null) throw new ReplayFileInvalid(`Line ${String(line.number)} has "${text}" where a number must be.`)
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const shift = SCALE_DIGITS - fraction.length + Number(exponent)
  const digits = BigInt(whole + fraction)
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift)
  return sign === '-' ? -scaled : scaled
}

/** Copies of the file write 1 December 2010 as 2010-12-01, 12/1/2010 or 01/12/2010: the whole file tells which. */
function chooseDateReader(lines: readonly UciLine[]): (line: UciLine) => string {
  const slashed = lines.map((line) => SLASHED.exec(line.date)).filter((match) => match !== null)
  const isMonthSecond = slashed.some((match) => Number(match[1]) > 12)
  const isMonthFirst = slashed.some((match) => Number(match[2]) > 12)
  if (isMonthSecond && isMonthFirst) {
    throw new ReplayFileInvalid('Some dates have the month first and others second: write them as 2010-12-01 08:26.')
  }
  return (line) => readDate(line, isMonthSecond)
}

const SLASHED = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2}) (\d{1,2}):(\d{2})(?::\d{2})?$/
const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{1,2}):(\d{2})(?::\d{2})?$/

function readDate(line: UciLine, isMonthSecond: boolean): string {
  const iso = ISO.exec(line.date)
  if (iso !== null) return formatMinute(iso[1], iso[2], iso[3], iso[4], iso[5])
  const slashed = SLASHED.exec(line.date)
  if (slashed === null) {
    throw new ReplayFileInvalid(
      `Line ${String(line.number)} has the date "${line.date}": it must be like 2010-12-01 08:26.`,
    )
  }
  const [, one, two, year = '', hour, minute] = slashed
  const fullYear = year.length === 2 ? `20${year}` : year
  return isMonthSecond ? formatMinute(fullYear, two, one, hour, minute) : formatMinute(fullYear, one, two, hour, minute)
}

function formatMinute(year = '', month = '', day = '', hour = '', minute = ''): string {
  const two = (text: string) => text.padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:00`
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
