import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

import { z } from 'zod'

/** What the index of an archive says of a batch's file. */
export interface IndexEntry {
  readonly batchHash: string
  /** SHA-256 of the uncompressed file, hex without 0x; null where the operator says that it has none. */
  readonly sha256: string | null
  /** Bytes of the uncompressed file. */
  readonly length: number
  readonly partnerId: number
  readonly firstEntry: string
  /** Its place in the index. */
  readonly position: number
}

/** A receipts archive, version 1, in a folder or at a URL. */
export interface Archive {
  /** The folder or URL that was given. */
  readonly name: string
  /** Lines of the index by batch; `null` for lines that are in no form. */
  readonly index: readonly (IndexEntry | null)[]
  /** The uncompressed file of a batch; null where there is none, or none that can be uncompressed. */
  receipts(sha256: string): Promise<Buffer | null>
  /** A rule document; null where there is none. */
  rule(hash: string): Promise<Buffer | null>
  /** The signed head of its log as it was before the index was read; null where there is none. */
  readonly checkpoint: Buffer | null
  /** A tile of its log by the path below the log's prefix; null where there is none. */
  tile(path: string): Promise<Buffer | null>
  /** The key of the log that the archive's server names; null where nobody names one. */
  logKey(): Promise<string | null>
}

/** A batch has at most some hundred entries of some hundred bytes: more is an attempt to fill the memory. */
export const FILE_BYTES_MAX = 64 * 1024 * 1024

const SHA256 = /^[\da-f]{64}$/
const HASH = /^0x[\da-f]{64}$/

/** Opens an archive; reads its index, about 200 bytes of memory a batch. Throws where there is none. */
export async function openArchive(place: string): Promise<Archive> {
  const read = /^https?:/.test(place) ? await reader(place) : folder(place)
  // The log grows: what is read first must not have more entries than what is read then.
  const checkpoint = await read('checkpoint')
  const text = await read('index.jsonl')
  if (text === null) throw new Error(`there is no archive at ${place}: neither index.jsonl nor a server of ours`)
  const index = text
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map(readEntry)
  return {
    name: place,
    index,
    checkpoint,
    tile: read,
    logKey: () => (/^https?:/.test(place) ? readLogKey(place) : Promise.resolve(null)),
    async receipts(sha256) {
      if (!SHA256.test(sha256)) return null
      const packed = await read(`receipts/${sha256}.jsonl.gz`)
      return packed === null ? null : unpack(packed)
    },
    rule: async (hash) => (HASH.test(hash) ? read(`rules/${hash}.json`) : null),
  }
}

function readEntry(line: string, position: number): IndexEntry | null {
  try {
    const entry = JSON.parse(line) as Omit<IndexEntry, 'position'>
    const { sha256, length } = entry
    const isNone = sha256 === null && length === 0
    const hasFile = SHA256.test(sha256 ?? '') && Number.isSafeInteger(length) && length > 0
    const whole = HASH.test(entry.batchHash) && (isNone || hasFile)
    return whole ? { ...entry, position } : null
  } catch {
    return null // reported as a line that cannot be read
  }
}

const inflate = promisify(gunzip)

async function unpack(packed: Buffer): Promise<Buffer | null> {
  try {
    return await inflate(packed, { maxOutputLength: FILE_BYTES_MAX })
  } catch {
    return null // reported as a file that cannot be read
  }
}

type Read = (name: string) => Promise<Buffer | null>

function folder(path: string): Read {
  return async (name) => {
    try {
      return await readFile(join(path, name))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }
}

const Status = z.object({ archive: z.object({ checkpoint: z.object({ logKey: z.string() }).nullable() }) })

/** The key of the log that a server says it has, in the end its own word. */
export async function readLogKey(url: string): Promise<string | null> {
  const answer = await download(new URL('v1/status', url.endsWith('/') ? url : `${url}/`))
  const status = answer === null ? null : Status.safeParse(JSON.parse(answer.toString('utf8')))
  return status?.data?.archive.checkpoint?.logKey ?? null
}

/** The folder's files at a URL; where there is no index, the routes of the operator's own server. */
async function reader(url: string): Promise<Read> {
  const base = url.endsWith('/') ? url : `${url}/`
  const files: Read = (name) => download(new URL(name, base))
  if ((await files('index.jsonl')) !== null) return files
  const routes = new URL('v1/archive/', base)
  return async (name) => {
    if (name === 'index.jsonl') return readPages(routes)
    if (name === 'checkpoint' || name.startsWith('tile/')) return download(new URL(`archive/log/${name}`, base))
    return download(new URL(name.replace(/(?:\.jsonl\.gz|\.json)$/, ''), routes))
  }
}

async function download(url: URL): Promise<Buffer | null> {
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) })
  if (response.status === 404) return null
  if (!response.ok) throw new Error(`the archive answered ${response.status} for ${url.pathname}`)
  return Buffer.from(await response.arrayBuffer())
}

interface IndexPage {
  readonly data: readonly unknown[]
  readonly nextCursor: string | null
}

/** The index of a server, page by page, as the lines of a file. */
async function readPages(routes: URL): Promise<Buffer | null> {
  const lines: string[] = []
  for (let after: string | null = ''; after !== null;) {
    const page = await download(new URL(`index?limit=1000${after === '' ? '' : `&after=${after}`}`, routes))
    if (page === null) return null
    const { data, nextCursor } = JSON.parse(page.toString('utf8')) as IndexPage
    lines.push(...data.map((entry) => JSON.stringify(entry)))
    // An endless list would fill the memory.
    if (nextCursor !== null && data.length === 0) throw new Error('the archive’s index goes on without entries')
    after = nextCursor
  }
  return Buffer.from(lines.join('\n'))
}
