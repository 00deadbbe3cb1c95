/** `npm run bench:api`: how many purchases a second are accepted, and how long one takes, beside a bare Express route. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'

import autocannon from 'autocannon'
import { Client } from 'pg'

import { root } from '../cli/run-program.ts'
import { startSlowCluster } from './slow-disk/slow-cluster.ts'
import { type Measured, quantiles } from './till-report.ts'

const help = `npm run bench:api -- [options]

  --connections <list>  loads of one purchase a request, as numbers of connections (default: 1,16,64)
  --bulk <n>            purchases in a request of the last load, from 8 connections (default: 200)
  --seconds <n>         how long each is measured (default: 5)
  --rounds <n>          how often everything is measured, in turns (default: 3); the round in the middle counts
  --database <url>      a PostgreSQL server where databases can be made (default: TEST_DATABASE_URL)
  --flush-ms <n>        a PostgreSQL of its own instead, whose flushes to disk take so much longer than this machine's, as
                        those of disks behind a network do. Needs Debian's postgresql and a C compiler
  --json                one JSON object on standard output instead of a table; writes no file
  --help                this text

Each side has a server of its own and a database of its own on the same PostgreSQL, with its own settings for durability.
Writes bench/results/api.json; with --flush-ms, bench/results/api-flush-<n>-ms.json.
`

interface Target {
  readonly url: string
  readonly key: string
  readonly memberIds: readonly string[]
}

type Side = 'bare' | 'entente'

interface Load {
  readonly connections: number
  readonly bulk: number
  /** Requests a second, spread over the connections; without it as many as are answered. */
  readonly rate?: number
}

const BULK_CONNECTIONS = 8
const ROWS_IN_INSERT = 1_000

async function startServer(program: string, database: string): Promise<{ target: Target; stop: () => void }> {
  const child = spawn(process.execPath, [join(root, 'bench', program), database], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface(child.stdout)) {
    return { target: JSON.parse(line) as Target, stop: () => child.kill('SIGKILL') }
  }
  throw new Error(`${program} did not start`)
}

let orders = 0

function purchases({ memberIds }: Target, bulk: number): string {
  const occurredAt = '2026-11-23T11:00:00Z'
  const items = Array.from({ length: bulk }, () => ({
    orderRef: `order-${(orders += 1)}`,
    member: { kind: 'member', value: memberIds[orders % memberIds.length] },
    currency: 'GBP',
    amountMinor: '4250',
    occurredAt,
  }))
  return JSON.stringify(bulk === 1 ? items[0] : { purchases: items })
}

async function measure(target: Target, { connections, bulk, rate }: Load, seconds: number): Promise<Measured> {
  const latencies: number[] = []
  const failed = new Set<number>()
  const began = performance.now()
  const options: autocannon.Options = {
    url: target.url,
    duration: seconds,
    connections,
    ...(rate === undefined ? {} : { overallRate: rate }),
    requests: [
      {
        method: 'POST',
        path: bulk === 1 ? '/v1/purchases' : '/v1/purchases/batch',
        setupRequest: (request) => ({
          ...request,
          headers: { Authorization: `Bearer ${target.key}`, 'Content-Type': 'application/json' },
          body: purchases(target, bulk),
        }),
      },
    ],
  }
  await new Promise<void>((resolve, reject) => {
    const instance = autocannon(options, (error: unknown) => {
      if (error instanceof Error) reject(error)
      else resolve()
    })
    instance.on('response', (_client, status, _bytes, ms) => {
      if (status < 300) latencies.push(ms)
      else failed.add(status)
    })
  })
  if (failed.size > 0) throw new Error(`requests were answered with ${[...failed].join(', ')}`)
  const took = (performance.now() - began) / 1_000
  return {
    connections,
    requests: latencies.length,
    perSecond: (latencies.length * bulk) / took,
    ...quantiles(latencies),
  }
}

/** The limit: rows a second that the database takes in statements of many rows, one after the other. */
async function measureInserts(database: string, seconds: number): Promise<number> {
  const client = new Client({ connectionString: database })
  await client.connect()
  const began = performance.now()
  let rows = 0
  while (performance.now() - began < seconds * 1_000) {
    await client.query(
      `insert into bare_purchase select gen_random_uuid(), $1 || n, gen_random_uuid(), 'GBP', 4250, now() from generate_series(1, $2::int) n`,
      [`${randomUUID()}-`, ROWS_IN_INSERT],
    )
    rows += ROWS_IN_INSERT
  }
  const perSecond = (rows * 1_000) / (performance.now() - began)
  await client.end()
  return perSecond
}

const middle = <T>(all: readonly T[], by: (one: T) => number): T => {
  const sorted = all.toSorted((a, b) => by(a) - by(b))
  return sorted[Math.floor(sorted.length / 2)]!
}

async function inDatabases<T>(server: string, run: (urls: Record<Side, string>) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: server })
  await client.connect()
  const suffix = randomUUID().replaceAll('-', '')
  const names = { bare: `entente_bench_bare_${suffix}`, entente: `entente_bench_${suffix}` }
  const urlOf = (name: string) => Object.assign(new URL(server), { pathname: `/${name}` }).href
  try {
    for (const name of Object.values(names)) await client.query(`create database "${name}"`)
    return await run({ bare: urlOf(names.bare), entente: urlOf(names.entente) })
  } finally {
    for (const name of Object.values(names)) await client.query(`drop database if exists "${name}" with (force)`)
    await client.end()
  }
}

interface Row {
  readonly load: string
  readonly bare: Measured | null
  readonly entente: Measured
}

async function measureAll(
  targets: Record<Side, Target>,
  { loads, bulk, seconds, rounds }: { loads: number[]; bulk: number; seconds: number; rounds: number },
): Promise<Row[]> {
  const rows: Row[] = []
  for (const side of ['bare', 'entente'] as const) await measure(targets[side], { connections: 16, bulk: 1 }, 2)
  for (const connections of loads) {
    const turns: { bare: Measured; entente: Measured }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const bare = await measure(targets.bare, { connections, bulk: 1 }, seconds)
      turns.push({ bare, entente: await measure(targets.entente, { connections, bulk: 1 }, seconds) })
    }
    const { bare, entente } = middle(turns, (turn) => turn.entente.perSecond / turn.bare.perSecond)
    rows.push({ load: `${connections} connections`, bare, entente })
    console.error(
      `${connections} connections: ${entente.perSecond.toFixed(0)} beside ${bare.perSecond.toFixed(0)} a second`,
    )
  }
  const most = rows.at(-1)!.entente.perSecond
  const half = await measure(targets.entente, { connections: loads.at(-1)!, bulk: 1, rate: most / 2 }, seconds)
  rows.push({ load: `${loads.at(-1)} connections, half load`, bare: null, entente: half })
  const bulks: Measured[] = []
  for (let round = 0; round < rounds; round += 1)
    bulks.push(await measure(targets.entente, { connections: BULK_CONNECTIONS, bulk }, seconds))
  rows.push({
    load: `${bulk} a request, ${BULK_CONNECTIONS} connections`,
    bare: null,
    entente: middle(bulks, (one) => one.perSecond),
  })
  return rows
}

function table(rows: readonly Row[], inserts: number): string {
  const cells = (one: Measured | null) =>
    one === null
      ? '-'
      : `${one.perSecond.toFixed(0)}/s, p50 ${one.p50.toFixed(1)}, p95 ${one.p95.toFixed(1)}, p99 ${one.p99.toFixed(1)} ms`
  const lines = rows.map(({ load, bare, entente }) => {
    const ratio = bare === null ? '' : ` | ${(entente.perSecond / bare.perSecond).toFixed(2)}×`
    return `${load.padEnd(32)} | ${cells(bare).padEnd(52)} | ${cells(entente)}${ratio}`
  })
  return [...lines, `PostgreSQL itself, ${ROWS_IN_INSERT} rows a statement: ${inserts.toFixed(0)} rows/s`].join('\n')
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      connections: { type: 'string', default: '1,16,64' },
      bulk: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '3' },
      database: { type: 'string' },
      'flush-ms': { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const flushMs = values['flush-ms'] === undefined ? null : Number(values['flush-ms'])
  const cluster = flushMs === null ? null : await startSlowCluster(flushMs)
  const database = cluster?.url ?? values.database ?? process.env['TEST_DATABASE_URL']
  if (database === undefined) throw new Error('name a PostgreSQL server with --database or TEST_DATABASE_URL')
  const asked = {
    loads: values.connections.split(',').map(Number),
    bulk: Number(values.bulk),
    seconds: Number(values.seconds),
    rounds: Number(values.rounds),
  }
  const measured = inDatabases(database, async (urls) => {
    const bare = await startServer('bare-server.ts', urls.bare)
    const entente = await startServer('api-server.ts', urls.entente)
    try {
      const rows = await measureAll({ bare: bare.target, entente: entente.target }, asked)
      const inserts = await measureInserts(urls.bare, asked.seconds)
      const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`
      const facts = {
        machine,
        node: process.version,
        ...(flushMs === null ? {} : { flushMs }),
        seconds: asked.seconds,
        rounds: asked.rounds,
        rows,
        insertsPerSecond: inserts,
      }
      if (values.json) console.log(JSON.stringify(facts))
      else {
        mkdirSync(join(root, 'bench/results'), { recursive: true })
        const name = flushMs === null ? 'api.json' : `api-flush-${flushMs}-ms.json`
        writeFileSync(join(root, 'bench/results', name), `${JSON.stringify(facts, null, 2)}\n`)
        console.log(table(rows, inserts))
      }
      return 0
    } finally {
      bare.stop()
      entente.stop()
    }
  })
  return measured.finally(() => cluster?.stop())
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run bench:api: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
