import { createReadStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import type { Hex } from 'viem'

import type { ReadingFault, RecordedBlock, RecordedRange } from './history.ts'

/** What a folder of an audit is about: another question begins anew. */
export interface HistorySubject {
  readonly chainId: number
  readonly token: string
  readonly firstBlock: number
  readonly addresses: readonly string[]
  readonly everyHeader: boolean
  /** How many endpoints were asked. */
  readonly endpoints: number
}

/** The hash of a block that was read, so that a reorg behind it is noticed. */
export interface ReadEnd {
  readonly number: number
  readonly hash: Hex
}

/** What was read, in files of one stretch of blocks each. */
export interface HistoryStore {
  /** The stretches that are there, in order. */
  ranges(): readonly { readonly from: number; readonly to: number }[]
  /** Keeps a stretch, and says how many characters it has. */
  put(range: RecordedRange): Promise<number>
  /** Forgets what was read from this block on. */
  dropFrom(block: number): Promise<void>
  end(): ReadEnd | null
  setEnd(end: ReadEnd): Promise<void>
  /** All blocks in order, one stretch in memory at a time, with what was wrong with its logs. */
  blocks(): AsyncGenerator<{ readonly blocks: readonly RecordedBlock[]; readonly faults: readonly ReadingFault[] }>
}

const SUBJECT_FILE = 'subject.json'
const END_FILE = 'end.json'
const RANGE_FILE = /^blocks-(\d+)-(\d+)\.jsonl$/

/** Opens the folder of an audit; empties it where it is about something else. */
export async function openHistoryStore(folder: string, subject: HistorySubject): Promise<HistoryStore> {
  await mkdir(folder, { recursive: true })
  const text = JSON.stringify(subject)
  if ((await readText(join(folder, SUBJECT_FILE))) !== text) {
    for (const name of await readdir(folder)) if (isOurs(name)) await rm(join(folder, name))
    await writeWhole(join(folder, SUBJECT_FILE), text)
  }
  const ranges = listRanges(await readdir(folder))
  const endText = await readText(join(folder, END_FILE))
  let end = endText === null ? null : (JSON.parse(endText) as ReadEnd)
  return {
    ranges: () => ranges,
    async put(range) {
      const text = linesOf(range)
      await writeWhole(join(folder, fileOf(range)), text)
      ranges.push({ from: range.from, to: range.to })
      ranges.sort((a, b) => a.from - b.from)
      return text.length
    },
    async dropFrom(block) {
      for (const range of ranges.filter(({ to }) => to >= block)) {
        await rm(join(folder, fileOf(range)))
        ranges.splice(ranges.indexOf(range), 1)
      }
    },
    end: () => end,
    async setEnd(at) {
      end = at
      await writeWhole(join(folder, END_FILE), JSON.stringify(at))
    },
    async *blocks() {
      for (const range of ranges) yield await readRangeFile(join(folder, fileOf(range)))
    },
  }
}

const isOurs = (name: string) => name === SUBJECT_FILE || name === END_FILE || RANGE_FILE.test(name)
const fileOf = ({ from, to }: { from: number; to: number }) => `blocks-${from}-${to}.jsonl`

function listRanges(names: readonly string[]): { from: number; to: number }[] {
  return names
    .flatMap((name) => {
      const match = RANGE_FILE.exec(name)
      return match === null ? [] : [{ from: Number(match[1]), to: Number(match[2]) }]
    })
    .sort((a, b) => a.from - b.from)
}

const linesOf = ({ blocks, faults }: RecordedRange) =>
  [JSON.stringify(faults), ...blocks.map((block) => JSON.stringify(block))].join('\n')

async function readRangeFile(path: string) {
  const blocks: RecordedBlock[] = []
  let faults: readonly ReadingFault[] | null = null
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity }))
    if (faults === null) faults = JSON.parse(line) as readonly ReadingFault[]
    else blocks.push(JSON.parse(line) as RecordedBlock)
  return { blocks, faults: faults ?? [] }
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** A file is there whole or not at all, also where the machine stops. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text)
  await rename(`${path}.part`, path)
}
