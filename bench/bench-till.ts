/** `npm run bench:till`: how long a hold and a capture take under rising load, beside a bare Express route on the same database. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'

import autocannon from 'autocannon'

import { root } from '../cli/run-program.ts'
import { quantiles, writeTillReport, type Measured } from './till-report.ts'

const help = `npm run bench:till -- [options]

  --connections <list>  loads, as numbers of connections (default: 1,4,16,64)
  --seconds <n>         how long each is measured (default: 5)
  --json                one JSON object on standard output instead of a table; writes no page
  --help                this text

Starts a server of its own (PGlite with the intake journal, in a temporary folder), loads it from this process, and writes
docs/till-bench.md.
`

interface Target {
  readonly url: string
  readonly key: string
  readonly memberIds: readonly string[]
}

interface Load {
  readonly connections: number
  readonly seconds: number
  /** So many requests instead of so many seconds. */
  readonly amount?: number
}

async function startServer(folder: string): Promise<{ target: Target; stop: () => void }> {
  const program = join(root, 'bench/till-server.ts')
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'ignore'] })
  for await (const line of createInterface(child.stdout)) {
    return { target: JSON.parse(line) as Target, stop: () => child.kill('SIGKILL') }
  }
  throw new Error('the server did not start')
}

/** Sends requests that `next` makes until it has none left or the time is up, and returns each one's milliseconds. */
async function measure(
  { url, key }: Target,
  { connections, seconds, amount }: Load,
  next: () => { path: string; body?: string } | null,
  onBody: (body: string) => void = () => undefined,
): Promise<Measured> {
  const latencies: number[] = []
  const began = performance.now()
  const options: autocannon.Options = {
    url,
    ...(amount === undefined ? { duration: seconds } : { amount }),
    connections: amount === undefined ? connections : Math.min(connections, amount),
    requests: [
      {
        method: 'POST',
        setupRequest: (request) => {
          const made = next()
          if (made === null) return { ...request, path: '/nothing-left' }
          const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' }
          const { 'Content-Type': _none, ...withoutType } = headers
          return made.body === undefined
            ? { ...request, path: made.path, headers: withoutType }
            : { ...request, path: made.path, headers, body: made.body }
        },
        onResponse: (_status, body) => onBody(body),
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
      // A request that was prepared when nothing was left to be asked for.
      else if (status !== 404) reject(new Error(`a request was answered with ${status}`))
    })
  })
  const took = (performance.now() - began) / 1_000
  return { connections, requests: latencies.length, perSecond: latencies.length / took, ...quantiles(latencies) }
}

async function measureLoad(target: Target, load: Load, run: number) {
  const { memberIds } = target
  let asked = 0
  const member = () => memberIds[asked % memberIds.length] ?? ''
  const body = (facts: unknown) => {
    asked += 1
    return JSON.stringify(facts)
  }
  const bare = await measure(target, load, () => ({ path: '/bare', body: body({ memberId: member() }) }))
  const held: string[] = []
  const hold = await measure(
    target,
    load,
    () => ({
      path: '/v1/redemptions',
      body: body({ reference: `b${run}-${asked}`, member: { kind: 'member', value: member() }, points: '10' }),
    }),
    (answer) => {
      const { redemptionId } = JSON.parse(answer) as { redemptionId?: string }
      if (redemptionId !== undefined) held.push(redemptionId)
    },
  )
  if (held.length === 0) throw new Error('no hold was answered in time: give it more --seconds')
  await fetch(`${target.url}/consent-all`, { method: 'POST' })
  const capture = await measure(target, { ...load, amount: held.length }, () => {
    const id = held.pop()
    return id === undefined ? null : { path: `/v1/redemptions/${id}/capture` }
  })
  return { bare, hold, capture }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      connections: { type: 'string', default: '1,4,16,64' },
      seconds: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const folder = mkdtempSync(join(tmpdir(), 'entente-bench-till-'))
  const { target, stop } = await startServer(folder)
  try {
    const measured = []
    for (const [run, connections] of values.connections.split(',').map(Number).entries()) {
      const load = { connections, seconds: Number(values.seconds) }
      // The first run of a kind warms the code up; it is thrown away.
      if (run === 0) await measureLoad(target, { connections: 4, seconds: 2 }, -1)
      measured.push(await measureLoad(target, load, run))
    }
    const facts = {
      machine: `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores`,
      node: process.version,
      measured,
    }
    if (values.json) console.log(JSON.stringify(facts))
    else {
      const page = writeTillReport(facts)
      writeFileSync(join(root, 'docs/till-bench.md'), page)
      console.log(page)
    }
    return 0
  } finally {
    stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run bench:till: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})
