import type { PublicClient } from 'viem'

import { BLOCKS_MAX, type BlockLog, type LogQuestion, readLogs } from './read-logs.ts'

/** A part of what happened, newest first. */
export interface Chapter<Row> {
  readonly rows: readonly Row[]
  /** From which block to go on backwards; null where the beginning has been reached. */
  readonly before: bigint | null
}

/** A log with the time of its block. */
export interface DatedLog {
  readonly log: BlockLog
  readonly at: Date
}

/** Rows of a chapter; more where a single block has more. */
export const CHAPTER_ROWS = 20
/** The first blocks that are asked for; then always twice as many as before. */
const BLOCKS_FIRST = 2_000n

/** Reads events from a block backwards until there are some, whole blocks at a time. */
export async function readBackwards(
  client: PublicClient,
  question: LogQuestion,
  to: bigint,
): Promise<Chapter<DatedLog>> {
  const found: BlockLog[] = []
  let top = to
  for (let blocks = BLOCKS_FIRST; top >= 0n && found.length < CHAPTER_ROWS; blocks *= 2n) {
    const wanted = blocks > BLOCKS_MAX ? BLOCKS_MAX : blocks
    const from = top >= wanted ? top - wanted + 1n : 0n
    found.push(...(await readLogs(client, question, { from, to: top })).toReversed())
    top = from - 1n
  }
  const last = found[CHAPTER_ROWS - 1]?.blockNumber
  const shown = last === undefined ? found : found.filter(({ blockNumber }) => blockNumber >= last)
  const before = last === undefined || shown.length === found.length ? top : last - 1n
  return { rows: await dateLogs(client, shown), before: before < 0n ? null : before }
}

async function dateLogs(client: PublicClient, logs: readonly BlockLog[]): Promise<DatedLog[]> {
  const times = new Map<bigint, Promise<Date>>()
  const timeOf = async (blockNumber: bigint): Promise<Date> => {
    const { timestamp } = await client.getBlock({ blockNumber })
    return new Date(Number(timestamp) * 1_000)
  }
  return Promise.all(
    logs.map(async (log) => {
      const time = times.get(log.blockNumber) ?? timeOf(log.blockNumber)
      times.set(log.blockNumber, time)
      return { log, at: await time }
    }),
  )
}
