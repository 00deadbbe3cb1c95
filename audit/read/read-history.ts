import type { Address } from 'viem'

import { type Rpc, RpcRefused } from '../rpc/json-rpc.ts'
import type { HistoryStore } from './history-store.ts'
import { readHeaders, readRange } from './read-range.ts'

export interface ReadingRequest {
  readonly from: number
  readonly to: number
  readonly addresses: readonly Address[]
  readonly everyHeader: boolean
  readonly parallel?: number
  readonly onProgress?: (blocksRead: number, blocksTotal: number) => void
}

/** Blocks asked for at first, and at most. */
const BLOCKS_FIRST = 16
const BLOCKS_MAX = 2_000
/** With every header: so many fit into memory and a file comfortably. */
const HEADERS_MAX = 500
/** A part that is about so long as it is kept is neither many questions nor much memory. */
const BYTES_AIM = 1_000_000
const GROWTH_MAX = 2
const PARALLEL = 4

/**
 * Reads what is missing of a stretch of blocks into the store, several parts at once. Never more than `parallel` parts
 * are in memory, and they are the shorter the fuller blocks are. Throws where the endpoint refuses a single block, or cannot be reached.
 */
export async function readHistory(rpc: Rpc, store: HistoryStore, request: ReadingRequest): Promise<void> {
  const { from, to, parallel = PARALLEL, onProgress } = request
  await dropWhatChanged(rpc, store)
  await dropBehind(store, to)
  const blocksMax = request.everyHeader ? HEADERS_MAX : BLOCKS_MAX
  const waiting = missingRanges(store.ranges(), { from, to })
  const total = waiting.reduce((sum, range) => sum + lengthOf(range), 0)
  let done = 0
  let size = BLOCKS_FIRST
  const worker = async (): Promise<void> => {
    for (let range = takeFirst(waiting, size); range !== undefined; range = takeFirst(waiting, size)) {
      const outcome = await readOrHalve(rpc, store, { ...request, ...range })
      if ('halves' in outcome) {
        waiting.unshift(...outcome.halves)
        size = Math.ceil(lengthOf(range) / 2)
        continue
      }
      const blocks = lengthOf(range)
      const fitting = Math.floor((blocks * BYTES_AIM) / outcome.bytes)
      size = Math.max(1, Math.min(fitting, blocks * GROWTH_MAX, blocksMax))
      onProgress?.((done += blocks), total)
    }
  }
  await Promise.all(Array.from({ length: parallel }, worker))
  const [end] = await readHeaders(rpc, [to])
  if (end !== undefined) await store.setEnd({ number: to, hash: end.hash })
}

/** A stretch of blocks, both ends included. */
interface Stretch {
  readonly from: number
  readonly to: number
}

const lengthOf = ({ from, to }: Stretch): number => to - from + 1

/** Takes the first blocks that wait, at most `size` of them. */
function takeFirst(waiting: Stretch[], size: number): Stretch | undefined {
  const first = waiting.shift()
  if (first === undefined || lengthOf(first) <= size) return first
  waiting.unshift({ from: first.from + size, to: first.to })
  return { from: first.from, to: first.from + size - 1 }
}

/** Reads a range and says how long it is as it is kept; where the endpoint refuses it as too much, returns its halves instead. */
async function readOrHalve(
  rpc: Rpc,
  store: HistoryStore,
  range: Stretch & { addresses: readonly Address[]; everyHeader: boolean },
): Promise<{ bytes: number } | { halves: Stretch[] }> {
  try {
    return { bytes: await store.put(await readRange(rpc, range)) }
  } catch (error) {
    if (!(error instanceof RpcRefused) || range.from === range.to) throw error
    const middle = Math.floor((range.from + range.to) / 2)
    return {
      halves: [
        { from: range.from, to: middle },
        { from: middle + 1, to: range.to },
      ],
    }
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

/** The parts of a stretch that no range covers. */
export function missingRanges(present: readonly Stretch[], { from, to }: Stretch): Stretch[] {
  const missing: Stretch[] = []
  let next = from
  for (const range of [...present, { from: to + 1, to: to + 1 }]) {
    if (next < range.from) missing.push({ from: next, to: Math.min(range.from - 1, to) })
    next = Math.max(next, range.to + 1)
  }
  return missing
}
