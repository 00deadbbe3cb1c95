import cliProgress from 'cli-progress'

import { formatCount, say } from './terminal.ts'

/** Shows how far something is, on standard error. */
export interface Progress {
  update(done: number): void
  stop(): void
}

const LINE_EVERY_MS = 3_000

/** A bar with rate and time left where somebody watches; a line every few seconds where a file does. */
export function startProgress(what: string, total: number): Progress {
  return process.stderr.isTTY ? startBar(what, total) : startLines(what, total)
}

function startBar(what: string, total: number): Progress {
  const bar = new cliProgress.SingleBar({
    format: `${what} {bar} {percentage}% | {value}/{total} | {rate} a second | {eta_formatted} left`,
    stream: process.stderr,
    hideCursor: true,
    etaBuffer: 500,
  })
  const startedAt = performance.now()
  bar.start(total, 0, { rate: 0 })
  return {
    update: (done) => {
      bar.update(done, { rate: rateOf(done, startedAt) })
    },
    stop: () => {
      bar.stop()
    },
  }
}

function startLines(what: string, total: number): Progress {
  const startedAt = performance.now()
  let last = startedAt
  let latest = 0
  const line = () => {
    const rate = rateOf(latest, startedAt)
    const left = rate === 0 ? '' : `, ${String(Math.ceil((total - latest) / rate))} s left`
    say(`${what}: ${formatCount(latest)} of ${formatCount(total)}, ${formatCount(rate)} a second${left}`)
  }
  return {
    update: (done) => {
      latest = done
      if (performance.now() - last < LINE_EVERY_MS) return
      last = performance.now()
      line()
    },
    stop: line,
  }
}

function rateOf(done: number, startedAt: number): number {
  const seconds = (performance.now() - startedAt) / 1_000
  return seconds === 0 ? 0 : Math.round(done / seconds)
}
