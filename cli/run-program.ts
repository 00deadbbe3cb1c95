import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of package.json: every program of ours runs there, wherever it was called from. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')

export interface ProgramResult {
  /** 0 when all went well; 128 + n when a signal ended it. */
  code: number
  /** Standard output and standard error, in the order in which they came, without colours. */
  output: string
  seconds: number
}

export interface ProgramOptions {
  env?: NodeJS.ProcessEnv
  /** Another folder than ours to run in. */
  cwd?: string
  /** Show the output as it comes, besides keeping it. */
  live?: boolean
  minutesMax?: number
}

// eslint-disable-next-line no-control-regex -- the escape character is what begins a colour
const colours = /\u001b\[[0-9;]*[A-Za-z]/g

/**
 * Runs a script of an npm package, or of ours, under the Node that runs us. A program that takes too long is ended
 * and counts as failed: a hanging test must not hang the whole run.
 */
export async function runProgram(args: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> {
  const started = performance.now()
  const colour = options.live && process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
  const env = { ...(options.env ?? process.env), ...colour }
  const minutesMax = options.minutesMax ?? 20
  const limits = { timeout: minutesMax * 60_000, killSignal: 'SIGKILL' } as const
  const child = spawn(process.execPath, args, {
    cwd: options.cwd ?? root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...limits,
  })
  const parts: string[] = []
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      parts.push(text)
      if (options.live) process[stream].write(text)
    })
  }
  const code = await exitCodeOf(child)
  const seconds = (performance.now() - started) / 1000
  if (seconds > minutesMax * 60) {
    const stopped = `\nstopped: it took more than ${minutesMax} minutes\n`
    parts.push(stopped)
    if (options.live) process.stdout.write(stopped)
  }
  return { code, output: parts.join('').replaceAll(colours, ''), seconds }
}

/** Waits for a child and what it printed. A signal to us ends the child first, so that nothing is left running. */
function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    const stop = (signal: NodeJS.Signals) => {
      child.once('close', () => process.exit(128 + constants.signals[signal]))
      child.kill(signal)
    }
    const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
    for (const signal of forwarded) process.on(signal, stop)
    const finish = (code: number) => {
      for (const signal of forwarded) process.off(signal, stop)
      resolve(code)
    }
    child.once('error', () => finish(127))
    child.once('close', (code, signal) => finish(code ?? 128 + constants.signals[signal ?? 'SIGKILL']))
    // A process that the child left behind keeps its pipes open; what it still prints is of no interest.
    child.once('exit', () =>
      setTimeout(() => [child.stdout, child.stderr].forEach((pipe) => pipe?.destroy()), 5_000).unref(),
    )
  })
}
