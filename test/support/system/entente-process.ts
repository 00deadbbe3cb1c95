import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** Nobody's real database, chain or data folder: what a developer's shell says of them does not reach the tests' servers. */
const USERS_OWN = new Set(['DATABASE_URL', 'RPC_URL', 'CHAIN_ID', 'ENTENTE_DATA', 'PORT', 'ROLES', 'LOG_LEVEL'])

/** How a process ended, and what it said. */
export interface Ended {
  /** Null when a signal ended it. */
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** The command line of Entente as a process of its own. */
export interface EntenteProcess {
  pid: number
  stdout(): string
  stderr(): string
  /** Resolves with what `pattern` matched in standard output; rejects when the process ends before. */
  said(pattern: RegExp): Promise<RegExpExecArray>
  signal(signal: NodeJS.Signals): void
  ended: Promise<Ended>
}

/** Starts `entente <args>` as a user's shell would. */
export function spawnEntente(args: readonly string[], env: Readonly<Record<string, string>> = {}): EntenteProcess {
  const kept = Object.entries(process.env).filter(([name]) => !USERS_OWN.has(name))
  const child = spawn(process.execPath, ['cli/entente.ts', ...args], {
    cwd: ROOT,
    env: { ...Object.fromEntries(kept), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return observe(child)
}

function observe(child: ChildProcessByStdio<null, Readable, Readable>): EntenteProcess {
  const text = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => (text[stream] += chunk))
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      resolve({ code, signal, ...text })
    })
  })
  const said = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(text.stdout)
        if (match !== null) resolve(match)
      }
      look()
      child.stdout.on('data', look)
      ended.then(({ code, stderr }) => {
        reject(new Error(`it ended with ${String(code)} and never said ${String(pattern)}:\n${stderr}`))
      }, reject)
    })
  return {
    pid: child.pid ?? 0,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    said,
    signal: (signal) => child.kill(signal),
    ended,
  }
}
