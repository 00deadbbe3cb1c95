import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { seededRandom } from '../../../cli/demo/random.ts'

const REAL = fileURLToPath(new URL('../../../../shared/data/online-retail-2011.csv.gz', import.meta.url))
const GENERATED_ROWS = 8_000
const COUNTRIES = ['United Kingdom', 'EIRE', 'Germany', 'France', 'Norway', 'Spain']
const MINUTE_MS = 60_000

/** The year of real invoices where it lies beside the repository, else a generated file with the same oddities. */
export function findInvoices(folder: string): string {
  if (existsSync(REAL)) return REAL
  const path = join(folder, 'invoices.csv')
  writeFileSync(path, generateInvoices(20_261_123))
  return path
}

/** Invoices as in the real file: several in a minute, returns before any purchase, rows that must be skipped. */
export function generateInvoices(seed: number): string {
  const random = seededRandom(seed)
  const begin = Date.parse('2010-12-01T08:00:00Z')
  const rows = Array.from({ length: GENERATED_ROWS }, (_, index) => {
    const timestamp = new Date(begin + Math.floor(index / 2) * 7 * MINUTE_MS).toISOString().slice(0, 19)
    const customer = random.chance(14) ? '' : String(12_000 + Math.min(random.below(1_500), random.below(1_500)))
    const country = random.chance(80) ? 'United Kingdom' : random.pick(COUNTRIES)
    const kind = random.below(1_000)
    const amount = 1 + random.below(random.pick([500, 5_000, 40_000, 900_000]))
    if (kind < 150) return { name: `C${String(index)}`, timestamp, customer, country, amount: -amount }
    if (kind < 160) return { name: `A${String(index)}`, timestamp, customer, country, amount }
    if (kind < 200) return { name: String(index), timestamp, customer, country, amount: 0 }
    if (kind < 205) return { name: String(index), timestamp, customer, country, amount: -amount }
    if (kind < 210) return { name: `C${String(index)}`, timestamp, customer, country, amount }
    return { name: String(index), timestamp, customer, country, amount }
  })
  // Sorted by time, then by number as text: of one minute, returns come after purchases.
  rows.sort((a, b) => compare(a.timestamp, b.timestamp) || compare(a.name, b.name))
  const lines = rows.map((row) => [row.name, row.timestamp, row.customer, row.country, 1, row.amount].join(','))
  return ['invoice,timestamp,customer,country,lines,amount_pence', ...lines, ''].join('\n')
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
