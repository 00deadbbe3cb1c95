/** A row of a table for spreadsheets, by the names of its columns. */
export type CsvRow = Readonly<Record<string, string | null>>

/** What a spreadsheet would take for a formula: such a cell is data, of a till or of a customer. */
const FORMULA = /^[=+\-@\t\r]/
const NUMBER = /^-?\d+(?:\.\d+)?$/
const QUOTED = /[",\r\n]/

/** Writes a table (RFC 4180) with the columns of its first row, and nothing that a spreadsheet would carry out. */
export function writeCsv(columns: readonly string[], rows: readonly CsvRow[]): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('')
}

function cell(value: string): string {
  const safe = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
