import { join } from 'node:path'

import { root } from '../../cli/run-program.ts'
import { ask } from '../../test/support/system/ask.ts'
import { askProcess } from '../ask-process.ts'
import type { Coalition } from '../relay/coalition.ts'
import { runLoad } from '../relay/load.ts'
import type { FormFigures, FormPlan } from './form-process.ts'

/** What was measured with so many purchases in the database. */
export interface Grown {
  readonly purchases: number
  readonly acceptedPerSecond: number
  /** Medians of many requests, one after the other. */
  readonly balanceMs: number
  readonly entriesMs: number
  /** Of a batch with as many entries at each size. */
  readonly formMs: number
  /** From the process to its word that it is ready: the middle of some starts. */
  readonly startSeconds: number
}

/** What is called flat. */
const GROWTH_MAX = 1.2
const LOOK_UPS = 300
const ACCEPTING = { bulk: 1, connections: 64 }
const ACCEPTED_FIRST = 2_000
const BATCH_ENTRIES = 3_000
const PURCHASES_AT_ONCE = 200
const STARTS = 3
/** Longer than the benchmark takes: nothing is batched by its age. */
const NO_BATCHES = { BATCH_AGE_MS: '3600000' }

/** Measures everything at one size; the purchases that it makes are few beside it. */
export async function measureSize(coalition: Coalition, purchases: number, seconds: number): Promise<Grown> {
  const { balanceMs, entriesMs } = await measureLookUps(coalition)
  const acceptedPerSecond = await measureAccepting(coalition, seconds)
  await coalition.settle()
  const formMs = await measureForming(coalition)
  const startSeconds = await measureStarts(coalition)
  await coalition.settle()
  return { purchases, acceptedPerSecond, balanceMs, entriesMs, formMs, startSeconds }
}

/** A line for each figure that is worse at the last size than at the first, by more than what is called flat. */
export function unevenFigures(grown: readonly Grown[]): string[] {
  const [first, last] = [grown[0], grown.at(-1)]
  if (first === undefined || last === undefined || first === last) return []
  const growths = {
    acceptedPerSecond: first.acceptedPerSecond / last.acceptedPerSecond,
    balanceMs: last.balanceMs / first.balanceMs,
    entriesMs: last.entriesMs / first.entriesMs,
    formMs: last.formMs / first.formMs,
    startSeconds: last.startSeconds / first.startSeconds,
  }
  return Object.entries(growths).flatMap(([name, times]) =>
    times > GROWTH_MAX ? [`${name} is ${times.toFixed(2)} times worse with ${last.purchases} purchases`] : [],
  )
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

/** With batches a long way off, so that nothing else is done meanwhile. */
async function measureLookUps({ server, keys, memberIds }: Coalition) {
  const key = keys[0] ?? ''
  const milliseconds = { balanceMs: [] as number[], entriesMs: [] as number[] }
  const timed = async (path: string, body?: object) => {
    const began = performance.now()
    const { status } = await ask(server().url, path, { key, ...(body === undefined ? {} : { body }) })
    if (status !== 200) throw new Error(`${path} was answered with ${status}`)
    return performance.now() - began
  }
  for (let at = 0; at < LOOK_UPS; at += 1) {
    const value = memberIds[(at * 7_919) % memberIds.length]
    milliseconds.balanceMs.push(await timed('/v1/members/search', { kind: 'member', value }))
    milliseconds.entriesMs.push(await timed(`/v1/members/${value}/entries`))
  }
  return { balanceMs: median(milliseconds.balanceMs), entriesMs: median(milliseconds.entriesMs) }
}

async function measureAccepting({ server, anvil, token, requests }: Coalition, seconds: number): Promise<number> {
  const side = { url: server().url, rpcUrl: anvil.url, token, nextRequest: requests.next }
  const first = await runLoad(side, ACCEPTING, ACCEPTED_FIRST)
  return (await runLoad(side, ACCEPTING, Math.ceil(first.acceptedPerSecond * seconds))).acceptedPerSecond
}

/** A server that forms nothing takes the entries in; when it has ended, another process forms them. */
async function measureForming(coalition: Coalition): Promise<number> {
  const { server, folder, databaseUrl, anvil, requests } = coalition
  await coalition.halt()
  await coalition.start(NO_BATCHES)
  const one = requests.of(coalition.keys.slice(0, 1))
  for (let at = 0; at < BATCH_ENTRIES; at += PURCHASES_AT_ONCE) {
    const { path, headers, body } = one(PURCHASES_AT_ONCE)
    const { status } = await fetch(`${server().url}${path}`, { method: 'POST', headers, body })
    if (status !== 200) throw new Error(`purchases were answered with ${status}`)
  }
  await coalition.halt()
  const plan: FormPlan = { folder, databaseUrl, rpcUrl: anvil.url }
  const program = join(root, 'bench/growth/form-process.ts')
  const { entries, ms } = await askProcess<FormFigures>([program, JSON.stringify(plan)])
  if (entries === 0) throw new Error('no batch was formed')
  return (ms * BATCH_ENTRIES) / entries
}

async function measureStarts(coalition: Coalition): Promise<number> {
  const seconds: number[] = []
  for (let start = 0; start < STARTS; start += 1) {
    await coalition.halt()
    seconds.push(await coalition.start())
  }
  return median(seconds)
}
