import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

import { CsvError, parse } from 'csv-parse'

import { groupLines } from './group-lines.ts'
import { type Invoice, parseCustomer, ReplayFileInvalid } from './invoice.ts'
import { minorOfScaled, parseScaled } from './read-amounts.ts'
import { findDelimiter, type Layout, readHeader, type Row } from './read-columns.ts'
import { chooseDateReader } from './read-dates.ts'

/** A row, and the line of the file that it ends on. */
interface NumberedRow {
  number: number
  row: Row
}

/**
 * Reads a CSV or .csv.gz with one row an invoice, in the order of the file; or the original UCI layout with one row a
 * line, which is grouped into invoices, sorted by time and then number. `digitsOf` says how many digits after the point the
 * money of a country's partner has.
 */
export async function readInvoices(path: string, digitsOf: (country: string) => number = () => 2): Promise<Invoice[]> {
  const { layout, rows } = await readRows(path)
  const dates = rows.map(({ number, row }) => ({ number, date: row.date ?? '' }))
  const readDate = chooseDateReader(dates)
  const facts = rows.map(({ number, row }, at) => {
    const { invoice = '', customer = '', country = '' } = row
    if (invoice === '') throw new ReplayFileInvalid(`Line ${String(number)} has no invoice number.`)
    const timestamp = readDate(dates[at] ?? { number, date: '' })
    return { number, row, invoice, timestamp, customer: parseCustomer(customer, number), country }
  })
  if (layout === 'lines') {
    const lines = facts.map(({ row, ...line }) => ({ ...line, quantity: row.quantity ?? '', price: row.price ?? '' }))
    return groupLines(lines, digitsOf)
  }
  return facts.map(({ number, row, ...invoice }) => ({
    ...invoice,
    amountMinor: readAmount(row, number, digitsOf(invoice.country)),
  }))
}

/** An amount in minor units as it is, or one in money as a decimal number. */
function readAmount({ minor, amount }: Row, number: number, digits: number): bigint {
  if (minor === undefined) return minorOfScaled(parseScaled(amount ?? '', number), { factors: 1, digits })
  const match = /^(-?\d{1,15})(?:\.0+)?$/.exec(minor)
  if (match === null)
    throw new ReplayFileInvalid(`Line ${String(number)} has the amount "${minor}": it must be whole pence.`)
  return BigInt(match[1] ?? '')
}

async function readRows(path: string): Promise<{ layout: Layout; rows: NumberedRow[] }> {
  let layout: Layout = 'invoices'
  const rows: NumberedRow[] = []
  try {
    const parser = parse({
      bom: true,
      columns: (header: string[]) => {
        const named = readHeader(header)
        layout = named.layout
        return named.columns
      },
      delimiter: findDelimiter(await readFirstLine(path)),
      info: true,
      // Descriptions have inches and quotations in them.
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    })
    openText(path, (error) => parser.destroy(error)).pipe(parser)
    for await (const { info, record } of parser as AsyncIterable<{ info: { lines: number }; record: Row }>)
      rows.push({ number: info.lines, row: record })
  } catch (error) {
    throw describeReadError(error, path)
  }
  return { layout, rows }
}

/** A stream's error does not travel along a pipe by itself. */
function openText(path: string, onError: (error: Error) => void): Readable {
  const file = createReadStream(path).once('error', onError)
  return path.endsWith('.gz') ? file.pipe(createGunzip().once('error', onError)) : file
}

async function readFirstLine(path: string): Promise<string> {
  const failed = Promise.withResolvers<never>()
  const text = openText(path, failed.reject)
  const read = async () => {
    let start = ''
    for await (const chunk of text as AsyncIterable<Buffer>) {
      start += chunk.toString('latin1')
      if (/[\r\n]/.test(start.trimStart())) break
    }
    return start.trimStart().split(/[\r\n]/, 1)[0] ?? ''
  }
  return Promise.race([read(), failed.promise])
}

function describeReadError(error: unknown, path: string): Error {
  if (error instanceof ReplayFileInvalid) return error
  if (error instanceof CsvError && error.code === 'CSV_RECORD_INCONSISTENT_COLUMNS')
    return new ReplayFileInvalid(`Line ${String(error['lines'])} has more or fewer columns than the first line.`)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT') return new ReplayFileInvalid(`There is no file ${path}.`)
  if (code.startsWith('Z_')) return new ReplayFileInvalid(`${path} is not a whole gzip file: fetch it again.`)
  if (code.startsWith('CSV_')) return new ReplayFileInvalid(`${path} is not CSV: ${(error as Error).message}`)
  return error instanceof Error ? error : new Error(String(error))
}
