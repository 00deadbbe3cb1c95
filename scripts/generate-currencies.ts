import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { data, publishDate } from 'currency-codes'

const TABLE = fileURLToPath(new URL('../server/domain/currency-table.ts', import.meta.url))
const LIST_ONE = createRequire(import.meta.url).resolve('currency-codes/iso-4217-list-one.xml')

const USAGE = `node scripts/generate-currencies.ts           writes server/domain/currency-table.ts from the npm package currency-codes
node scripts/generate-currencies.ts --check   fails when the file is not what the package gives`

/** Currencies that ISO has added since the package's list: drop a row when the package has it. */
const ADDED_SINCE: Readonly<Record<string, number>> = { XCG: 2 }

/** Gold, drawing rights, codes for tests: the list has them with "N.A." where others have their minor units. */
function listCodesWithoutMinorUnits(): Set<string> {
  const list = readFileSync(LIST_ONE, 'utf8').replaceAll(/\s+/g, '')
  const entries = list.matchAll(/<Ccy>([A-Z]{3})<\/Ccy><CcyNbr>\d+<\/CcyNbr><CcyMnrUnts>N\.A\./g)
  return new Set([...entries].map(([, code = '']) => code))
}

function renderTable(): string {
  const without = listCodesWithoutMinorUnits()
  const listed = data.filter(({ code }) => !without.has(code)).map(({ code, digits }) => ({ code, digits }))
  const added = Object.entries(ADDED_SINCE).map(([code, digits]) => ({ code, digits }))
  const known = listed.find(({ code }) => code in ADDED_SINCE)
  if (known !== undefined) throw new Error(`currency-codes has ${known.code} now: take it out of ADDED_SINCE`)
  const byDigits = Map.groupBy([...listed, ...added], ({ digits }) => digits)
  const rows = [...byDigits]
    .toSorted(([a], [b]) => a - b)
    .map(([digits, currencies]) => renderRow(digits, currencies.map(({ code }) => code).toSorted()))
  return `// Written by scripts/generate-currencies.ts from the ISO 4217 list of ${publishDate}, and what was added since. Do not edit.

/** Digits after the point, and the currencies that have so many. */
export const CURRENCIES_BY_DIGITS: readonly (readonly [digits: number, codes: string])[] = [
${rows.join('\n')}
]
`
}

const CODES_PER_LINE = 24

/** A row as Prettier leaves it: in one line where that is short. */
function renderRow(digits: number, codes: readonly string[]): string {
  if (codes.length <= CODES_PER_LINE) return `  [${String(digits)}, '${codes.join(' ')}'],`
  const lines = Array.from({ length: Math.ceil(codes.length / CODES_PER_LINE) }, (_, at) =>
    codes.slice(at * CODES_PER_LINE, (at + 1) * CODES_PER_LINE).join(' '),
  )
  return `  [\n    ${String(digits)},\n    '${lines.join(" ' +\n      '")}',\n  ],`
}

const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean' } } })
if (values.help) console.log(USAGE)
else if (values.check) {
  if (readFileSync(TABLE, 'utf8') !== renderTable()) {
    console.error('server/domain/currency-table.ts is stale: run node scripts/generate-currencies.ts')
    process.exitCode = 1
  }
} else writeFileSync(TABLE, renderTable())
