import { ReplayFileInvalid } from './invoice.ts'

/** What a column of a replay file is about. */
type Column = 'invoice' | 'date' | 'customer' | 'country' | 'quantity' | 'price' | 'amount' | 'minor'

/** One row of a file, by what its columns are about. Columns that a file does not have are left out. */
export type Row = Readonly<Partial<Record<Column, string>>>

/** Names of columns in the layouts that are known, in lower case and letters only. */
const NAMES: Readonly<Record<Column, readonly string[]>> = {
  invoice: ['invoice', 'invoiceno', 'invoicenumber', 'invoiceid'],
  date: ['timestamp', 'invoicedate', 'invoicetimestamp', 'datetime', 'date'],
  customer: ['customer', 'customerid', 'customerno', 'customernumber'],
  country: ['country'],
  quantity: ['quantity', 'qty'],
  price: ['price', 'unitprice'],
  minor: ['amountpence', 'amountminor'],
  amount: ['amount'],
}

/** Whether a file has a row an invoice, or a row a line of an invoice. */
export type Layout = 'invoices' | 'lines'

/** Says of each column of the first line what it is about; false for those that do not matter. */
export function readHeader(header: readonly string[]): { layout: Layout; columns: (Column | false)[] } {
  const names = header.map((name) => name.toLowerCase().replaceAll(/[^a-z]/g, ''))
  const found = new Map<string, Column>()
  for (const [column, known] of Object.entries(NAMES) as [Column, readonly string[]][]) {
    const name = known.find((one) => names.includes(one))
    if (name !== undefined) found.set(name, column)
  }
  const has = (...columns: readonly Column[]) => columns.every((column) => [...found.values()].includes(column))
  const isInvoices = has('minor') || has('amount')
  if (!has('invoice', 'date', 'customer') || (!isInvoices && !has('quantity', 'price'))) {
    throw new ReplayFileInvalid(
      'The first line names neither the columns invoice, timestamp, customer, country, amount_pence nor those of the UCI ' +
        `layout (InvoiceNo, Quantity, InvoiceDate, UnitPrice, CustomerID, Country): it has ${header.join(', ')}.`,
    )
  }
  const isFirst = (name: string, at: number) => names.indexOf(name) === at
  return {
    layout: isInvoices ? 'invoices' : 'lines',
    columns: names.map((name, at) => (isFirst(name, at) ? found.get(name) : undefined) ?? false),
  }
}

const DELIMITERS = [',', ';', '\t', '|'] as const

/** What stands between the columns of a file: the mark that its first line has most of. */
export function findDelimiter(firstLine: string): string {
  const countOf = (mark: string) => firstLine.split(mark).length
  return DELIMITERS.reduce<string>((best, mark) => (countOf(mark) > countOf(best) ? mark : best), ',')
}
