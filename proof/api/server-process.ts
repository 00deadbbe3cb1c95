import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

import { Client } from 'pg'

import { root } from '../../cli/run-program.ts'

/** A server as users start it: its own process, a database and an embedded chain, and the sample day on them. */
export interface FuzzedServer {
  readonly url: string
  readonly port: number
  readonly rpcUrl: string
  readonly dataFolder: string
  /** Its metrics, as Prometheus reads them. */
  readMetrics(): Promise<string>
  isRunning(): boolean
  /** The end of what it said on standard error. */
  lastWords(): string
  /** Lines of its log that tell of a failure or of a code that a route does not list. */
  failures(): string[]
  /** Ends it as Ctrl-C does, and removes its data folder unless that is kept. */
  stop(end: { keepsData: boolean }): Promise<number | null>
}

/** For whoever collects the metrics of this server. */
const METRICS_TOKEN = randomBytes(16).toString('hex')

/** Settings that let as many requests through as are sent. Each request names an address of its own, as one proxy would. */
const SETTINGS = {
  PORT: '0',
  TRUSTED_PROXIES: '1',
  LOG_LEVEL: 'warn',
  METRICS_TOKEN,
  // Limits that would only hide what is behind them.
  REQUESTS_PER_MINUTE: '10000000',
  AUDITED_REQUESTS_PER_MINUTE: '10000000',
  ENROLMENTS_PER_ADDRESS_MAX: '1000000',
  ENROLMENTS_PER_PARTNER_MAX: '1000000',
  ACCOUNT_ACTS_PER_ADDRESS_MAX: '1000000',
  ACCOUNT_ACTS_PER_PARTNER_MAX: '1000000',
  REDEMPTIONS_PER_DAY_MAX: '10000',
  RESTORATIONS_PER_DAY_LEAST: '1000000',
  WRONG_PIN_CARDS_PER_HOUR_MAX: '100000',
  WRONG_PIN_CARDS_PER_DAY_MAX: '100000',
}
/** pino's number of `error`. */
const ERROR_LEVEL = 50
const STOP_MS_MAX = 60_000
const LAST_LINES = 30
/** Exit code of a process that was interrupted, as shells count. */
const INTERRUPTED = 130

/**
 * Starts a server on a new data folder, with the demo coalition in it. Its database is the embedded one, or a new one on
 * the PostgreSQL at `postgres`, which goes as the folder goes.
 */
export async function startServer({ postgres }: { postgres: string | null }): Promise<FuzzedServer> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'entente-fuzz-'))
  const database = postgres === null ? null : await makeDatabase(postgres)
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:DATABASE_URL|RPC_URL|CHAIN_ID|ROLES)$/.test(name))
  const child = spawn(process.execPath, ['cli/entente.ts', 'start', '--json'], {
    cwd: root,
    env: {
      ...Object.fromEntries(kept),
      ...SETTINGS,
      ENTENTE_DATA: dataFolder,
      ...(database === null ? {} : { DATABASE_URL: database.url }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Nothing is left running when this process is told to end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      child.kill('SIGINT')
      process.exit(INTERRUPTED)
    })
  const said: string[] = []
  createInterface(child.stderr).on('line', (line) => said.push(line))
  const { url, rpcUrl } = await readReady(child)
  return {
    url,
    port: Number(new URL(url).port),
    rpcUrl,
    dataFolder,
    readMetrics: async () => {
      const answer = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${METRICS_TOKEN}` } })
      return answer.text()
    },
    lastWords: () => said.slice(-LAST_LINES).join('\n'),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    failures: () => readFailures(join(dataFolder, 'server.log')),
    stop: async ({ keepsData }) => {
      const code = await stop(child)
      if (keepsData) return code
      rmSync(dataFolder, { recursive: true, force: true })
      await database?.drop()
      return code
    },
  }
}

/** Makes an empty database. */
async function makeDatabase(server: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `entente_fuzz_${randomBytes(8).toString('hex')}`
  const onServer = async (sql: string) => {
    const client = new Client({ connectionString: server })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await onServer(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(`drop database ${name} with (force)`) }
}

async function readReady(child: ChildProcess & { stdout: Readable }): Promise<{ url: string; rpcUrl: string }> {
  for await (const line of createInterface(child.stdout)) {
    child.stdout.resume()
    return JSON.parse(line) as { url: string; rpcUrl: string }
  }
  throw new Error('the server did not start')
}

function readFailures(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && (JSON.parse(line) as { level: number }).level >= ERROR_LEVEL)
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX)
  const code = await ended
  clearTimeout(timer)
  return code
}
