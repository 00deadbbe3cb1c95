import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

import { parse } from 'csv-parse'

import { groupLines, UCI_COLUMNS, type UciLine } from './group-lines.ts'
import { type Invoice, parseCustomer, ReplayFileInvalid } from './invoice.ts'

const INVOICE_COLUMNS = ['invoice', 'timestamp', 'customer', 'country', 'amountpence'] as const
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?$/

type Row = Readonly<Record<string, string>>

/**
 * Reads a CSV or .csv.gz with one row an invoice, in the order of the file; or the original UCI layout with one row a
 * line, which is grouped into invoices, sorted by time and then number.
 */
export async function readInvoices(path: string): Promise<Invoice[]> {
  const parser = parse({ bom: true, columns: nameColumns, skip_empty_lines: true, trim: true })
  openText(path, (error) => parser.destroy(error)).pipe(parser)
  const lines: UciLine[] = []
  const invoices: Invoice[] = []
  let number = 1
  try {
    for await (const row of parser as AsyncIterable<Row>) {
      number += 1
      if ('quantity' in row) lines.push(readLine(row, number))
      else invoices.push(readInvoice(row, number))
    }
  } catch (error) {
    throw describeReadError(error, path)
  }
  return lines.length > 0 ? groupLines(lines) : invoices
}

/** A stream's error does not travel along a pipe by itself. */
function openText(path: string, onError: (error: Error) => void): Readable {
  const file = createReadStream(path).once('error', onError)
  return path.endsWith('.gz') ? file.pipe(createGunzip().once('error', onError)) : file
}

function nameColumns(header: readonly string[]): string[] {
  const names = header.map((name) => name.toLowerCase().replaceAll(/[^a-z]/g, ''))
  const renamed = names.map((name) => UCI_COLUMNS[name] ?? name)
  const isInvoices = INVOICE_COLUMNS.every((name) => names.includes(name))
  const isLines = [...new Set(Object.values(UCI_COLUMNS))].every((name) => renamed.includes(name))
  if (!isInvoices && !isLines) {
    throw new ReplayFileInvalid(
      'The first line names neither the columns invoice, timestamp, customer, country, amount_pence nor those of the UCI ' +
        `layout (InvoiceNo, Quantity, InvoiceDate, UnitPrice, CustomerID, Country): it has ${header.join(', ')}.`,
    )
  }
  return isInvoices ? names : renamed
}

function readInvoice(row: Row, number: number): Invoice {
  const { invoice = '', timestamp = '', customer = '', country = '', amountpence = '' } = row
  if (invoice === '') throw new ReplayFileInvalid(`Line ${String(number)} has no invoice number.`)
  if (!TIMESTAMP.test(timestamp)) {
    throw new ReplayFileInvalid(
      `Line ${String(number)} has the timestamp "${timestamp}": it must be like 2010-12-01T08:26:00.`,
    )
  }
  if (!/^-?\d{1,15}$/.test(amountpence)) {
    throw new ReplayFileInvalid(`Line ${String(number)} has the amount "${amountpence}": it must be whole pence.`)
  }
  const seconds = timestamp.length === 16 ? ':00' : ''
  return {
    invoice,
    timestamp: timestamp.replace(' ', 'T') + seconds,
    customer: parseCustomer(customer),
    country,
    amountPence: BigInt(amountpence),
  }
}

function readLine(row: Row, number: number): UciLine {
  const { invoice = '', date = '', customer = '', country = '', quantity = '', price = '' } = row
  if (invoice === '') throw new ReplayFileInvalid(`Line ${String(number)} has no invoice number.`)
  return { number, invoice, date, customer: parseCustomer(customer), country, quantity, price }
}

function describeReadError(error: unknown, path: string): Error {
  if (error instanceof ReplayFileInvalid) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT') return new ReplayFileInvalid(`There is no file ${path}.`)
  if (code.startsWith('Z_')) return new ReplayFileInvalid(`${path} is not a whole gzip file: fetch it again.`)
  if (code.startsWith('CSV_')) return new ReplayFileInvalid(`${path} is not CSV: ${(error as Error).message}`)
  return error instanceof Error ? error : new Error(String(error))
}
