import type { Address } from 'viem'

import { type Rpc, RpcRefused } from '../rpc/json-rpc.ts'
import type { HistoryStore } from './history-store.ts'
import { readHeaders, readRange } from './read-range.ts'

export interface ReadingRequest {
  readonly from: number
  readonly to: number
  readonly addresses: readonly Address[]
  readonly everyHeader: boolean
  /** Blocks asked for at once, at most; fewer where the endpoint refuses. */
  readonly blocksMax?: number
  readonly parallel?: number
  readonly onProgress?: (blocksRead: number, blocksTotal: number) => void
}

const BLOCKS_MAX = 2_000
/** With every header: so many fit into memory and a file comfortably. */
const HEADERS_MAX = 500
const PARALLEL = 4

/**
 * Reads what is missing of a stretch of blocks into the store, several parts at once. Never more than `parallel` parts
 * are in memory. Throws where the endpoint refuses a single block, or cannot be reached.
 */
export async function readHistory(rpc: Rpc, store: HistoryStore, request: ReadingRequest): Promise<void> {
  const { from, to, parallel = PARALLEL, onProgress } = request
  await dropWhatChanged(rpc, store)
  await dropBehind(store, to)
  const blocksMax = request.blocksMax ?? (request.everyHeader ? HEADERS_MAX : BLOCKS_MAX)
  const waiting = missingRanges(store.ranges(), { from, to }, blocksMax)
  const total = waiting.reduce((sum, range) => sum + range.to - range.from + 1, 0)
  let done = 0
  const worker = async (): Promise<void> => {
    for (let range = waiting.shift(); range !== undefined; range = waiting.shift()) {
      const halves = await readOrHalve(rpc, store, { ...request, ...range })
      waiting.unshift(...halves)
      if (halves.length === 0) {
        done += range.to - range.from + 1
        onProgress?.(done, total)
      }
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker))
  const [end] = await readHeaders(rpc, [to])
  if (end !== undefined) await store.setEnd({ number: to, hash: end.hash })
}

/** Reads a range; where the endpoint refuses it as too much, returns its halves instead. */
async function readOrHalve(
  rpc: Rpc,
  store: HistoryStore,
  range: { from: number; to: number; addresses: readonly Address[]; everyHeader: boolean },
): Promise<{ from: number; to: number }[]> {
  try {
    await store.put(await readRange(rpc, range))
    return []
  } catch (error) {
    if (!(error instanceof RpcRefused) || range.from === range.to) throw error
    const middle = Math.floor((range.from + range.to) / 2)
    return [
      { from: range.from, to: middle },
      { from: middle + 1, to: range.to },
    ]
  }
}

/** After a reorg of the kept end nothing that was kept can be relied on: how deep it went, nobody says. */
async function dropWhatChanged(rpc: Rpc, store: HistoryStore): Promise<void> {
  const end = store.end()
  if (end === null) return
  const now = await rpc.ask('eth_getBlockByNumber', [`0x${end.number.toString(16)}`, false])
  if ((now as { hash?: string } | null)?.hash !== end.hash) await store.dropFrom(0)
}

/** A history that was read farther than is asked for now is cut, by whole files. */
async function dropBehind(store: HistoryStore, to: number): Promise<void> {
  const behind = store.ranges().find((range) => range.to > to)
  if (behind !== undefined) await store.dropFrom(behind.from)
}

/** The parts of a stretch that no range covers, none longer than `blocksMax`. */
export function missingRanges(
  present: readonly { readonly from: number; readonly to: number }[],
  { from, to }: { from: number; to: number },
  blocksMax: number,
): { from: number; to: number }[] {
  const missing: { from: number; to: number }[] = []
  let next = from
  for (const range of [...present, { from: to + 1, to: to + 1 }]) {
    for (; next < range.from; next += blocksMax)
      missing.push({ from: next, to: Math.min(next + blocksMax, range.from) - 1 })
    next = Math.max(range.to + 1, Math.min(next, range.from))
  }
  return missing
}
