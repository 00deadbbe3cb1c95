import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'

import type { BenchChain } from './bench-chain.ts'
import { startSeconds } from './bench-chain.ts'
import { accountOf } from './credits.ts'
import type { Credit } from './credits.ts'
import { deployEntente } from './entente.ts'

/** A sale (points > 0) or a return (points < 0) of a known member. */
export interface YearEntry {
  minute: number
  account: string
  points: bigint
}

/** What a year of one retailer cost with one batching window. */
export interface YearRow {
  windowMinutes: number
  entries: number
  batches: number
  records: number
  gas: string
}

/** One minute to one day. */
export const windowsMinutes = [1, 5, 15, 60, 360, 1_440]

/** Reads the year: one point a pound, rounded down; rows without a customer or without a whole point have no entry. */
export async function readYear(file: string): Promise<YearEntry[]> {
  const entries: YearEntry[] = []
  let first: number | undefined
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    const [, timestamp, customer, , , pence] = splitRow(line)
    if (!customer || timestamp === 'timestamp') continue
    const points = BigInt(pence!) / 100n // towards zero, for sales and returns alike
    if (points === 0n) continue
    const minute = Date.parse(`${timestamp!.replace('Z', '')}Z`) / 60_000
    first ??= Math.floor(minute / 1_440) * 1_440
    entries.push({ minute: minute - first, account: accountOf(`customer ${customer}`), points })
  }
  return entries
}

/** No value of the file holds a quoted comma except the country. */
function splitRow(line: string): string[] {
  return line.replace(/"[^"]*"/, 'quoted').split(',')
}

/** One window's entries, merged: a member's sales are one credit, a member's returns one debit. */
export function mergeWindow(entries: YearEntry[]): { credits: Credit[]; debits: Credit[] } {
  const sums = [new Map<string, bigint>(), new Map<string, bigint>()] as const
  for (const { account, points } of entries) {
    const side = sums[points > 0n ? 0 : 1]
    side.set(account, (side.get(account) ?? 0n) + (points > 0n ? points : -points))
  }
  const [credits, debits] = sums.map((side) => [...side].map(([account, points]) => ({ account, points })))
  return { credits: credits!, debits: debits! }
}

/** Groups consecutive entries of the same window. */
export function splitByWindow(entries: YearEntry[], windowMinutes: number): Map<number, YearEntry[]> {
  const windows = new Map<number, YearEntry[]>()
  for (const entry of entries) {
    const window = Math.floor(entry.minute / windowMinutes)
    const inWindow = windows.get(window)
    if (inWindow === undefined) windows.set(window, [entry])
    else inWindow.push(entry)
  }
  return windows
}

/** Executes the whole year on a fresh chain: each window that has an entry is posted as one batch when it ends. */
export async function runYear(
  openChain: () => Promise<BenchChain>,
  entries: YearEntry[],
  windowMinutes: number,
): Promise<YearRow> {
  const chain = await openChain()
  const entente = await deployEntente(chain)
  const row = { windowMinutes, entries: entries.length, batches: 0, records: 0 }
  let gas = 0n
  for (const [window, inWindow] of splitByWindow(entries, windowMinutes)) {
    chain.warpTo(startSeconds + 86_400 + (window + 1) * windowMinutes * 60)
    const { credits, debits } = mergeWindow(inWindow)
    gas += (await entente.post(credits, debits, inWindow.length)).gasUsed
    row.batches += 1
    row.records += credits.length + debits.length
  }
  await chain.close()
  return { ...row, gas: gas.toString() }
}
