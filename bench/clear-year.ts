/**
 * `npm run bench:year`: a year of real invoices cleared month by month, each figure worked out again from the chain's events. Beside the
 * benchmarks because it reads the same year as `bench:gas` and writes a result for people; the tests must not need that file.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { root } from '../cli/run-program.ts'
import { startProgress } from '../cli/progress.ts'
import { readInvoices } from '../cli/replay/read-invoices.ts'
import { type SentRow, sortRows } from '../cli/replay/sort-rows.ts'
import { monthText } from '../server/domain/utc-days.ts'
import { auditYear, type AuditedYear } from './clearing/audit-year.ts'
import { openYear } from './clearing/open-year.ts'
import { playYear, type PlayedYear } from './clearing/play-year.ts'
import { tableOfYear, type YearMonth } from './clearing/table-of-year.ts'

const help = `npm run bench:year -- [options]

  --file <csv>      the invoices (default: BENCH_YEAR, else ../shared/data/online-retail-2011.csv.gz)
  --partners <n>    made-up brands among which the customers are divided (default: 4)
  --days <n>        days of the file between two times at which the relayer posts (default: 10)
  --spenders <n>    redemptions that are tried after each of them (default: 12)
  --seed <n>        of redemptions, restorations and prices (default: 1)
  --every <n>       only every n-th customer, for a short run (default: 1; writes no file otherwise)
  --audit <pdf>     also audit the ledger and its receipts with \`npm run audit\`, and write that report; it is in the result too
  --json            one JSON object on standard output instead of a table; writes no file
  --help            this text

Every purchase and return with a customer goes through the server's actions, outbox, relayer and indexer into the contracts of a chain in
this process, at the time of the file; redemptions and restorations are generated from the seed, and each brand gets new prices each month. Each month is
closed by the server and by the Clearing contract. The figures of both are then compared with sums of the chain's own events. Uses
PGlite in memory, or PostgreSQL with TEST_DATABASE_URL. Writes bench/results/clearing-year.json, and ends with 1 when a figure differs or
the audit finds something.
`

const FILE = join(root, '../shared/data/online-retail-2011.csv.gz')

const whole = (text: string, option: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${option} must be a whole number from 1 on`)
  return Number(text)
}

async function readRows(file: string, every: number): Promise<SentRow[]> {
  const { rows } = sortRows(await readInvoices(file))
  return rows.filter(({ customer }) => Number(customer) % every === 0)
}

async function clearYear(
  rows: readonly SentRow[],
  options: { partners: number; days: number; spenders: number; seed: number; report: string | null },
): Promise<{ played: PlayedYear; months: YearMonth[]; differing: string[]; audited: AuditedYear | null }> {
  const year = await openYear(rows, options.partners)
  const progress = startProgress('rows of the file', rows.length)
  try {
    const played = await playYear(year, { ...options, onProgress: (done) => progress.update(done) })
    const table = await tableOfYear(year)
    return { played, ...table, audited: options.report === null ? null : await auditYear(year, options.report) }
  } finally {
    progress.stop()
    await year.close()
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      file: { type: 'string', default: process.env['BENCH_YEAR'] ?? FILE },
      partners: { type: 'string', default: '4' },
      days: { type: 'string', default: '10' },
      spenders: { type: 'string', default: '12' },
      seed: { type: 'string', default: '1' },
      every: { type: 'string', default: '1' },
      audit: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const options = {
    partners: whole(values.partners, '--partners'),
    days: whole(values.days, '--days'),
    spenders: whole(values.spenders, '--spenders'),
    seed: whole(values.seed, '--seed'),
  }
  const every = whole(values.every, '--every')
  const began = performance.now()
  const rows = await readRows(values.file, every)
  const { played, months, differing, audited } = await clearYear(rows, { ...options, report: values.audit ?? null })
  const facts = {
    machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`,
    node: process.version,
    database: process.env['TEST_DATABASE_URL'] === undefined ? 'PGlite' : 'PostgreSQL',
    seconds: Math.round((performance.now() - began) / 1_000),
    load: loadavg()[0],
    ...options,
    ...played,
    differing,
    ...(audited === null ? {} : { audited }),
    months,
  }
  if (values.json) console.log(JSON.stringify(facts))
  else {
    console.table(months.map(({ partners: _partners, ...one }) => one))
    if (every === 1) {
      mkdirSync(join(root, 'bench/results'), { recursive: true })
      writeFileSync(join(root, 'bench/results/clearing-year.json'), `${JSON.stringify(facts, null, 2)}\n`)
    }
  }
  for (const line of differing) console.error(line)
  console.error(`${months.length} months, ${monthText(played.firstMonth)} on: ${differing.length} figures differ`)
  if (audited !== null) console.error(`audited in ${audited.seconds} s: ${JSON.stringify(audited)}`)
  return differing.length === 0 && (audited?.findings ?? 0) === 0 ? 0 : 1
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run bench:year: ${error instanceof Error ? error.message : String(error)}`)
  if (error instanceof Error && error.cause !== undefined) console.error(error.cause)
  return 2
})
