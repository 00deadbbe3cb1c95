import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { Client } from 'pg'

const ENTENTE = fileURLToPath(new URL('../../../scripts/entente.ts', import.meta.url))

/** What a command printed and how it ended. */
export interface Ended {
  stdout: string
  stderr: string
  code: number | null
  signal: NodeJS.Signals | null
}

/** A command of the command line that runs as a process of its own, as a person would run it. */
export interface Running {
  child: ChildProcess
  /** What it has printed so far. */
  printed(): { stdout: string; stderr: string }
  ended: Promise<Ended>
}

/** A data folder, and where TEST_DATABASE_URL is set a database on that PostgreSQL. */
export interface Home {
  folder: string
  env: Record<string, string>
  remove(): Promise<void>
}

/** Makes an empty home for a server. */
export async function makeHome(): Promise<Home> {
  const folder = mkdtempSync(join(tmpdir(), 'entente-system-'))
  const server = process.env['TEST_DATABASE_URL']
  const name = `entente_system_${randomUUID().replaceAll('-', '')}`
  if (server !== undefined) await onServer(server, `create database "${name}"`)
  const url = server === undefined ? null : Object.assign(new URL(server), { pathname: `/${name}` }).href
  return {
    folder,
    env: { ENTENTE_DATA: folder, PORT: '0', ...(url === null ? {} : { DATABASE_URL: url }) },
    remove: async () => {
      rmSync(folder, { recursive: true, force: true })
      if (server !== undefined) await onServer(server, `drop database "${name}" with (force)`)
    },
  }
}

/** Runs a command of the command line. */
export function runEntente(home: Home, args: readonly string[]): Running {
  const { DATABASE_URL: _database, RPC_URL: _rpc, ...inherited } = process.env
  const child = spawn(process.execPath, [ENTENTE, ...args], { env: { ...inherited, ...home.env } })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const ended = once(child, 'close').then(([code, signal]): Ended => {
    return { ...output, code: code as number | null, signal: signal as NodeJS.Signals | null }
  })
  return { child, printed: () => ({ ...output }), ended }
}

/** A server that said that it is ready. */
export interface ReadyServer extends Running {
  url: string
  figures: Figures
}

/** What `start --json` prints. */
export interface Figures {
  url: string
  rpcUrl: string
  totalSupply: string
  partners: Record<string, string>[]
}

/** Starts a server and waits until it is ready; fails with what it said when it ends before. */
export async function startServer(home: Home, args: readonly string[] = []): Promise<ReadyServer> {
  const running = runEntente(home, ['start', '--json', ...args])
  let ended: Ended | null = null
  void running.ended.then((outcome) => (ended = outcome))
  while (!running.printed().stdout.includes('\n')) {
    if (ended !== null) throw new Error(`the server ended before it was ready: ${JSON.stringify(ended)}`)
    await sleep(50)
  }
  const figures = JSON.parse(running.printed().stdout) as Figures
  return { ...running, url: figures.url, figures }
}

/** Ends a process with a signal and waits until it is gone. */
export async function end(running: Running, signal: NodeJS.Signals): Promise<Ended> {
  running.child.kill(signal)
  return running.ended
}

/** Whether a process runs; one that ended and was not collected does not. */
export function isRunning(pid: number): boolean {
  const stat = `/proc/${String(pid)}/stat`
  if (existsSync('/proc/self/stat')) return existsSync(stat) && !/\) Z/.test(readFileSync(stat, 'utf8'))
  try {
    return process.kill(pid, 0)
  } catch {
    return false // it is gone
  }
}

/** The processes of a data folder's chain: the watcher and anvil. */
export function chainPids({ folder }: Home): number[] {
  const file = join(folder, 'chain', 'running.json')
  if (!existsSync(file)) return []
  const { watcherPid, anvilPid } = JSON.parse(readFileSync(file, 'utf8')) as { watcherPid: number; anvilPid: number }
  return [watcherPid, anvilPid]
}

/** A port that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
