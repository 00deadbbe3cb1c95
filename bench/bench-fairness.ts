/** `npm run bench:fairness`: how much longer a partner's purchases take beside another partner's flood than alone. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants, cpus, setPriority, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'

import { root } from '../cli/run-program.ts'
import { sell, type Selling, SENDS, type Sends } from './sell.ts'

const help = `npm run bench:fairness -- [options]

  --connections <list>  loads of the partner that is measured, as numbers of connections (default: 1,16,64)
  --flood <n>           connections of the other partner (default: 128)
  --flood-sends <what>  ${SENDS.join(', ')} (default: purchases)
  --seconds <n>         how long each measurement takes (default: 5)
  --rounds <n>          measurements alone and beside the flood, in turns (default: 3)
  --help                this text

Starts two servers of its own (PGlite with the intake journal, in temporary folders; PostgreSQL with DATABASE_URL), one of which never
sees the flood: a server remembers for a minute who else was there. The flood, the partner that is measured and the servers are
processes of their own. A flood comes from other machines: its process has what the others leave of the processors.
Writes bench/results/fairness.json, where the other database's figures stay. The goal: the median beside the flood is at most twice the median alone.
`

const RESULTS = join(root, 'bench/results/fairness.json')

/** How many times as long a partner's median may be beside a flood. */
const RATIO_MAX = 2
/** How long a flood runs before anything is measured beside it: Node accepts one connection in each turn of its event loop. */
const FLOOD_BEGINS_MS = 6_000

interface Target {
  readonly url: string
  readonly keys: readonly [flood: string, measured: string]
  readonly memberIds: readonly string[]
}

async function startServer(folder: string): Promise<{ target: Target; stop: () => void }> {
  const program = join(root, 'bench/fairness-server.ts')
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'ignore'] })
  for await (const line of createInterface(child.stdout))
    return { target: JSON.parse(line) as Target, stop: () => child.kill('SIGKILL') }
  throw new Error('the server did not start')
}

/** Floods from a process of its own, so that making its requests and reading its answers takes no time from what is measured. */
async function flooded<T>(selling: Selling, run: () => Promise<T>): Promise<T> {
  const child = spawn(process.execPath, [join(root, 'bench/sell.ts'), JSON.stringify(selling)], { stdio: 'inherit' })
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW)
  try {
    await pause(FLOOD_BEGINS_MS)
    if (child.exitCode !== null) throw new Error('the flood ended')
    return await run()
  } finally {
    child.kill('SIGKILL')
  }
}

const medianOf = (latencies: readonly number[]): number =>
  latencies.toSorted((a, b) => a - b)[Math.floor(latencies.length / 2)] ?? 0

async function measure(
  targets: Record<'quiet' | 'flooded', Target>,
  load: { connections: number; seconds: number; rounds: number; flood: number; floodSends: Sends },
) {
  const { connections, seconds, rounds } = load
  const selling = ({ url, keys: [, key], memberIds }: Target): Selling => ({
    url,
    key,
    memberIds,
    connections,
    seconds,
  })
  const flood: Selling = {
    ...selling(targets.flooded),
    key: targets.flooded.keys[0],
    connections: load.flood,
    sends: load.floodSends,
    seconds: seconds + 60,
  }
  const alone: number[] = []
  const beside: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    alone.push(...(await sell(selling(targets.quiet))))
    beside.push(...(await flooded(flood, () => sell(selling(targets.flooded)))))
    // What the flood left in the queue.
    await pause(500)
  }
  const [aloneMs, besideMs] = [medianOf(alone), medianOf(beside)]
  const perSecond = (latencies: readonly number[]) => Math.round(latencies.length / (seconds * rounds))
  return {
    connections,
    aloneMs: Math.round(aloneMs * 10) / 10,
    besideMs: Math.round(besideMs * 10) / 10,
    ratio: Math.round((besideMs / aloneMs) * 100) / 100,
    alonePerSecond: perSecond(alone),
    besidePerSecond: perSecond(beside),
  }
}

function writeResults(facts: object): void {
  mkdirSync(dirname(RESULTS), { recursive: true })
  const before: unknown = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : {}
  writeFileSync(RESULTS, `${JSON.stringify({ ...(before as object), ...facts }, null, 2)}\n`)
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      connections: { type: 'string', default: '1,16,64' },
      flood: { type: 'string', default: '128' },
      'flood-sends': { type: 'string', default: 'purchases' },
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string', default: '3' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const floodSends = SENDS.find((one) => one === values['flood-sends'])
  if (floodSends === undefined) throw new Error(`--flood-sends is one of ${SENDS.join(', ')}`)
  const folder = mkdtempSync(join(tmpdir(), 'entente-bench-fairness-'))
  const quiet = await startServer(join(folder, 'quiet'))
  const flooded = await startServer(join(folder, 'flooded'))
  const targets = { quiet: quiet.target, flooded: flooded.target }
  try {
    const load = {
      seconds: Number(values.seconds),
      rounds: Number(values.rounds),
      flood: Number(values.flood),
      floodSends,
    }
    // Warms the code up; it is thrown away.
    await measure(targets, { ...load, connections: 4, seconds: 2, rounds: 1 })
    const measured = []
    for (const connections of values.connections.split(',').map(Number))
      measured.push(await measure(targets, { ...load, connections }))
    const name = process.env['DATABASE_URL'] === undefined ? 'embedded' : 'postgres'
    const facts = {
      machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`,
      node: process.version,
      database: name === 'embedded' ? 'PGlite with the intake journal' : 'PostgreSQL',
      ...load,
      floodPriority: 'low',
      measured,
    }
    writeResults({ [name]: facts })
    console.table(measured)
    const late = measured.filter(({ ratio }) => ratio > RATIO_MAX)
    for (const { connections, ratio } of late) console.error(`${connections} connections: ${ratio} times as long`)
    return late.length === 0 ? 0 : 1
  } finally {
    quiet.stop()
    flooded.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run bench:fairness: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
