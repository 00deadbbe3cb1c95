import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, globSync, openSync } from 'node:fs'

import { findProgram } from '../../scripts/find-program.ts'

const LOOK_EVERY_MS = 200

/** A program that this proof started, and ends. */
export interface Started {
  readonly pid: number
  isRunning(): boolean
  /** Ends it, and resolves when it is gone. */
  end(signal: NodeJS.Signals): Promise<void>
}

const NEEDED = ['ip', 'setpriv', 'etcd', 'patroni', 'haproxy', 'pgbouncer', 'pgbackrest', 'psql']

/** What is missing of what the proof runs; empty where it can run. */
export function missingPrograms(): string[] {
  const missing = NEEDED.filter((name) => findProgram(undefined, [name]) === undefined)
  return postgresFolder() === null ? [...missing, 'postgresql'] : missing
}

/** The folder of PostgreSQL's programs, the newest version of Debian's packages; null where there is none. */
export function postgresFolder(): string | null {
  const folders = globSync('/usr/lib/postgresql/*/bin').filter((folder) => existsSync(`${folder}/pg_rewind`))
  return folders.toSorted((a, b) => versionOf(a) - versionOf(b)).at(-1) ?? null
}

const versionOf = (folder: string): number => Number(/(\d+)\/bin$/.exec(folder)?.[1] ?? 0)

/** Starts a program with its output in a file, to which a further start appends. */
export function startProgram(
  [program = '', ...args]: readonly string[],
  { log, env, cwd }: { log: string; env?: NodeJS.ProcessEnv; cwd?: string },
): Started {
  const file = openSync(log, 'a')
  const child = spawn(program, args, {
    stdio: ['ignore', file, file],
    ...(env ? { env } : {}),
    ...(cwd ? { cwd } : {}),
  })
  closeSync(file)
  return startedOf(child)
}

/** What this proof needs of a child. */
export function startedOf(child: ChildProcess): Started {
  const isRunning = () => child.exitCode === null && child.signalCode === null
  return {
    pid: child.pid ?? 0,
    isRunning,
    end: async (signal) => {
      if (!isRunning()) return
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    },
  }
}

/** Runs a program to its end and returns what it said; throws with that when it fails. */
export async function runToEnd([program = '', ...args]: readonly string[], env = process.env): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code === 0) return said.stdout
  throw new Error(`${[program, ...args].join(' ')} ended with ${code}:\n${said.stderr}${said.stdout}`)
}

/** Looks until there is something, and throws after so long. */
export async function waitFor<T>(what: string, secondsMax: number, look: () => Promise<T | null>): Promise<T> {
  const began = performance.now()
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (performance.now() - began > secondsMax * 1_000)
      throw new Error(`after ${secondsMax} s still waiting for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
