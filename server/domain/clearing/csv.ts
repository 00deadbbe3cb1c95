/** A figure, or a line of a statement. */
export type CsvRow = readonly [section: string, name: string, value: string, unit: string, definition: string]

const HEAD: CsvRow = ['section', 'name', 'value', 'unit', 'definition']

/** A table for spreadsheets (RFC 4180), under its headings. */
export function csvOf(rows: readonly CsvRow[]): string {
  return [HEAD, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** A text that begins like a formula is not run by a spreadsheet: a name can be anything. Numbers stay numbers. */
function cell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
