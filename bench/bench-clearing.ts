/** `npm run bench:clearing`: how long a month of many entries takes to close, beside a plain sum of them, and how much memory. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { Client } from 'pg'

import { root } from '../cli/run-program.ts'
import { startProgress } from '../cli/progress.ts'
import { closeMonth } from '../server/actions/clearing/close-month.ts'
import type { Database } from '../server/database/engine/client.ts'
import { type DatabaseOptions, openDatabase } from '../server/database/engine/open-database.ts'
import { createChain } from '../server/chain/client.ts'
import { monthNumber, monthSpan, monthText } from '../server/domain/utc-days.ts'
import { clearingParts } from '../test/server/api/support/clearing.ts'
import { EDR_CHAIN_ID } from '../test/support/platform/edr-chain.ts'
import type { Closing, ClosingFigures } from './close-month-process.ts'
import { readNumbers } from './read-numbers.ts'
import { askProcess } from './ask-process.ts'
import { drawClearing, type MeasuredMonth } from './clearing/draw-clearing.ts'
import { fillMonth, type MonthShape } from './clearing/fill-month.ts'
import { countMonth, type MonthChain, openMonthChain } from './clearing/month-chain.ts'

const help = `npm run bench:clearing -- [options]

  --entries <list>   entries of the month (default: 500000,5000000; 20000 with --embedded)
  --batches <list>   purchases and returns in a batch (default: 250,1). With 1 each entry is a line of a statement of its own
  --partners <n>     partners with a statement (default: 200)
  --rounds <n>       how often each month is closed (default: 3); the round in the middle counts
  --database <url>   a PostgreSQL server where databases can be made (default: TEST_DATABASE_URL)
  --embedded         on PGlite in a temporary folder, without the intake journal
  --json             one JSON object on standard output instead of a table; writes no file
  --help             this text

Fills a database of its own with a month of entries by SQL, writes their sums into the contracts of a chain in this process, and
closes the month in a new process, whose memory is watched. Beside it, in the same process, runs a plain SQL sum of the same rows.
Five million entries take about 6 GB of disk and some minutes to fill. Writes bench/results/clearing.json and clearing.svg.
`

/** 2026-01. */
const MONTH = monthNumber('2026-01') ?? 0
/**
 * Megabytes that JavaScript's heap may have in the process that closes the month, whatever the month holds: where it were not enough,
 * the process would end. Without it, the engine lets garbage lie while the machine has room, and the peak says nothing.
 */
const HEAP_MAX_MB = 256
/** Redemptions in a list where batches are of more than one. */
const LIST_ORDERS = 20

async function withDatabase<T>(server: string | null, run: (options: DatabaseOptions) => Promise<T>): Promise<T> {
  if (server === null) {
    const folder = mkdtempSync(join(tmpdir(), 'entente-bench-clearing-'))
    try {
      return await run({ kind: 'pglite', folder: join(folder, 'database'), journal: null })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const name = `entente_bench_clearing_${randomUUID().replaceAll('-', '')}`
  const client = new Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(`create database "${name}"`)
    return await run({ kind: 'postgres', url: Object.assign(new URL(server), { pathname: `/${name}` }).href })
  } finally {
    await client.query(`drop database if exists "${name}" with (force)`)
    await client.end()
  }
}

async function withOpened<T>(options: DatabaseOptions, run: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase(options)
  try {
    return await run(db)
  } finally {
    await db.close()
  }
}

/** Fills the database, and closes the month before, which makes its statements the opening position. */
async function prepare(db: Database, chain: MonthChain, shape: MonthShape): Promise<void> {
  const progress = startProgress(
    `filling ${shape.entries} entries, batches of ${shape.batchEntries}: partners`,
    shape.partners,
  )
  await fillMonth(db, shape, (done) => progress.update(done))
  progress.stop()
  await countMonth(chain, db, shape.month)
  const now = new Date(monthSpan(shape.month + 1).until)
  const deps = {
    db,
    clock: { now: () => now },
    chain: await createChain({ endpoints: [chain.url], chainId: EDR_CHAIN_ID, addresses: chain.addresses }),
    ...clearingParts(chain.addresses),
  }
  await closeMonth(deps, { month: shape.month - 1 })
}

function closeInProcess(closing: Closing): Promise<ClosingFigures> {
  const args = [
    `--max-old-space-size=${HEAP_MAX_MB}`,
    join(root, 'bench/close-month-process.ts'),
    JSON.stringify(closing),
  ]
  return askProcess<ClosingFigures>(args)
}

/** Statements are for ever: the triggers are told to look away. */
async function forgetStatements(db: Database): Promise<void> {
  await db.$executeRawUnsafe(`do $$ begin
    perform set_config('session_replication_role', 'replica', true);
    delete from clearing_statement where month = ${MONTH};
  end $$`)
}

async function measure(server: string | null, shape: MonthShape, rounds: number): Promise<MeasuredMonth> {
  const chain = await openMonthChain(shape.month)
  try {
    return await withDatabase(server, async (database) => {
      await withOpened(database, (db) => prepare(db, chain, shape))
      const turns: ClosingFigures[] = []
      const load = loadavg()[0] ?? 0
      for (let round = 0; round < rounds; round += 1) {
        await withOpened(database, forgetStatements)
        turns.push(await closeInProcess({ database, url: chain.url, addresses: chain.addresses, month: shape.month }))
        console.error(`${shape.entries} entries, batches of ${shape.batchEntries}: ${JSON.stringify(turns.at(-1))}`)
      }
      const middle = turns.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(turns.length / 2)]!
      const { entries, batchEntries } = shape
      const [stored] = await withOpened(database, (db) =>
        db.$queryRawUnsafe<{ bytes: bigint; lines: bigint }[]>(
          `select sum(length(document))::bigint as bytes, sum(json_array_length((document::json) -> 'lines'))::bigint as lines
           from clearing_statement where month = ${MONTH}`,
        ),
      )
      return {
        entries,
        batchEntries,
        lines: Number(stored!.lines),
        documentBytes: Number(stored!.bytes),
        ...middle,
        ratio: middle.seconds / middle.sumSeconds,
        rounds: turns.map(({ seconds }) => seconds),
        load,
      }
    })
  } finally {
    await chain.close()
  }
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`

function table(measured: readonly MeasuredMonth[]) {
  return measured.map((one) => ({
    entries: one.entries,
    'in a batch': one.batchEntries,
    lines: one.lines,
    documents: megabytes(one.documentBytes),
    'closing s': one.seconds.toFixed(1),
    'cpu s': one.cpuSeconds.toFixed(1),
    'sum s': one.sumSeconds.toFixed(2),
    ratio: one.ratio.toFixed(1),
    'peak memory': megabytes(one.peak),
    'above start': megabytes(one.peak - one.before),
    'heap peak': megabytes(one.heapPeak),
  }))
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      entries: { type: 'string' },
      batches: { type: 'string', default: '250,1' },
      partners: { type: 'string', default: '200' },
      rounds: { type: 'string', default: '3' },
      database: { type: 'string', default: process.env['TEST_DATABASE_URL'] },
      embedded: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  if (!values.embedded && values.database === undefined)
    throw new Error('name a PostgreSQL server with --database or TEST_DATABASE_URL, or measure --embedded')
  const [partners = 0] = readNumbers(values.partners, '--partners')
  const [rounds = 0] = readNumbers(values.rounds, '--rounds')
  const measured: MeasuredMonth[] = []
  for (const batchEntries of readNumbers(values.batches, '--batches')) {
    const listOrders = batchEntries === 1 ? 1 : LIST_ORDERS
    for (const entries of readNumbers(values.entries ?? (values.embedded ? '20000' : '500000,5000000'), '--entries'))
      measured.push(
        await measure(
          values.embedded ? null : (values.database ?? null),
          { month: MONTH, partners, entries, batchEntries, listOrders },
          rounds,
        ),
      )
  }
  const facts = {
    machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`,
    node: process.version,
    database: values.embedded ? 'PGlite' : 'PostgreSQL on the same machine',
    month: monthText(MONTH),
    partners,
    measured,
  }
  if (values.json) console.log(JSON.stringify(facts))
  else {
    console.table(table(measured))
    mkdirSync(join(root, 'bench/results'), { recursive: true })
    writeFileSync(join(root, 'bench/results/clearing.json'), `${JSON.stringify(facts, null, 2)}\n`)
    writeFileSync(join(root, 'bench/results/clearing.svg'), drawClearing(partners, measured))
  }
  return 0
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run bench:clearing: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
