/**
 * Closes a month in a process of its own, so that its memory is that of the closing: node close-month-process.ts <JSON of what to
 * close>. Says its figures as a line of JSON. Part of `npm run bench:clearing`.
 */
import { createChain, type ContractAddresses } from '../server/chain/client.ts'
import { closeMonth } from '../server/actions/clearing/close-month.ts'
import { type DatabaseOptions, openDatabase } from '../server/database/engine/open-database.ts'
import { monthSpan } from '../server/domain/utc-days.ts'
import { clearingParts } from '../test/server/api/support/clearing.ts'
import { EDR_CHAIN_ID } from '../test/support/platform/edr-chain.ts'

/** What a process is told to close. */
export interface Closing {
  readonly database: DatabaseOptions
  readonly url: string
  readonly addresses: ContractAddresses
  readonly month: number
}

/** What closing took. Memory in bytes. */
export interface ClosingFigures {
  readonly issued: number
  readonly seconds: number
  /** Of the processor, in this process: what does not depend on who else is busy. */
  readonly cpuSeconds: number
  /** Of the plain sum over the same rows, in the middle of three. */
  readonly sumSeconds: number
  /** Resident before the closing began, and at most in it. */
  readonly before: number
  readonly peak: number
  /** The most that JavaScript's heap and what hangs outside of it had in use, sampled. */
  readonly heapPeak: number
}

const SAMPLE_MS = 20
/** Purchases and returns of posted batches, and the events of redemptions, by partner: what no closing can do without. */
const SUM = `
  select partner_id, kind, sum(points) from outbox_entry group by 1, 2
  union all select partner_id, kind, sum(points) from redemption_event group by 1, 2`

const { database, url, addresses, month } = JSON.parse(process.argv[2] ?? '') as Closing
const db = await openDatabase(database)
const chain = await createChain({ endpoints: [url], chainId: EDR_CHAIN_ID, addresses })
const now = new Date(monthSpan(month).until.getTime() + 3 * 86_400_000)
const deps = { db, clock: { now: () => now }, chain, ...clearingParts(addresses) }

const secondsOf = async (run: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await run()
  return (performance.now() - began) / 1_000
}

const sums: number[] = []
for (let round = 0; round < 3; round += 1) sums.push(await secondsOf(() => db.$queryRawUnsafe(SUM)))
const before = process.memoryUsage().rss
const peaks = { rss: 0, heap: 0 }
const sample = () => {
  const { rss, heapUsed, external } = process.memoryUsage()
  peaks.rss = Math.max(peaks.rss, rss)
  peaks.heap = Math.max(peaks.heap, heapUsed + external)
}
const timer = setInterval(sample, SAMPLE_MS)
const closed = { issued: 0 }
const cpu = process.cpuUsage()
const seconds = await secondsOf(async () => Object.assign(closed, await closeMonth(deps, { month })))
const { user, system } = process.cpuUsage(cpu)
sample()
clearInterval(timer)
await db.close()
const figures: ClosingFigures = {
  issued: closed.issued,
  seconds,
  cpuSeconds: (user + system) / 1e6,
  sumSeconds: sums.toSorted((a, b) => a - b)[1] ?? 0,
  before,
  peak: peaks.rss,
  heapPeak: peaks.heap,
}
process.stdout.write(`${JSON.stringify(figures)}\n`)
