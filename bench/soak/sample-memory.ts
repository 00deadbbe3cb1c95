import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import type { Anvil } from '../relay/anvil.ts'

/** Memory at one moment, in bytes. */
export interface Sample {
  /** Since the load began. */
  readonly seconds: number
  readonly serverResident: number
  readonly serverHeap: number
  readonly chainResident: number
}

/** What must not grow for ever. */
export const JUDGED = ['serverResident', 'serverHeap'] as const

/** Share of its mean by which the trend may raise a figure over the second half. */
export const MEMORY_GROWTH_MAX = 0.1

const SAMPLE_EVERY_MS = 5_000
const BYTES_PER_KILOBYTE = 1_024

const run = promisify(execFile)

/** Samples until it is stopped. */
export function startSampling(
  { server, anvil }: { server: { readonly url: string; readonly pid: number }; anvil: Pick<Anvil, 'pid'> },
  onSample: (sample: Sample) => void,
): { samples(): readonly Sample[]; stop(): void } {
  const began = performance.now()
  const samples: Sample[] = []
  const take = async () => {
    const [serverResident, chainResident, serverHeap] = await Promise.all([
      readResident(server.pid),
      readResident(anvil.pid),
      readHeap(server.url),
    ])
    const sample = { seconds: (performance.now() - began) / 1_000, serverResident, serverHeap, chainResident }
    samples.push(sample)
    onSample(sample)
  }
  // A sample that fails ends the run: what was not seen cannot be called flat.
  const timer = setInterval(() => void take(), SAMPLE_EVERY_MS)
  return { samples: () => samples, stop: () => clearInterval(timer) }
}

async function readResident(pid: number): Promise<number> {
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)])
  return Number(stdout.trim()) * BYTES_PER_KILOBYTE
}

async function readHeap(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const [, bytes] = /^nodejs_heap_size_used_bytes (\S+)$/m.exec(metrics) ?? []
  if (bytes === undefined) throw new Error("the metrics do not tell the heap's size")
  return Number(bytes)
}

/** By what share of its mean a figure rises over the second half of the samples, by the straight line that fits them best. */
export function growthOf(samples: readonly Sample[], name: (typeof JUDGED)[number]): number {
  const half = samples.slice(Math.floor(samples.length / 2))
  const [first, last] = [half[0], half.at(-1)]
  if (first === undefined || last === undefined || half.length < 3) throw new Error('too few samples tell no trend')
  const mean = (by: (sample: Sample) => number) => half.reduce((sum, sample) => sum + by(sample), 0) / half.length
  const [time, level] = [mean(({ seconds }) => seconds), mean((sample) => sample[name])]
  const slope =
    mean((sample) => (sample.seconds - time) * (sample[name] - level)) / mean(({ seconds }) => (seconds - time) ** 2)
  return (slope * (last.seconds - first.seconds)) / level
}
