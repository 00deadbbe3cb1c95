import { existsSync, readFileSync } from 'node:fs'

import { StartRefused } from '../../server/domain/start-refused.ts'
import { createApiClient } from '../api-client.ts'
import { checkReceiptsFile, isRule } from './check-file.ts'
import { archivePaths, type IndexLine, indexText, readIndex, writeWhole } from './folder.ts'

const TRIES_MAX = 5
const TIMEOUT_MS = 60_000
const PAGE = 1_000

/** What an export did. */
export interface Exported {
  readonly entries: number
  /** Files that were fetched; the others were here already. */
  readonly fetched: number
  readonly withoutFile: number
}

/**
 * Brings a copy of the archive up to date. It goes on where it stopped, checks each file before it keeps it, and refuses a server whose
 * log has other entries than the copy. `since` is the place in the log from which on files are fetched; the index is always whole.
 */
export async function exportArchive({ url, to, since }: { url: string; to: string; since: number }): Promise<Exported> {
  const paths = archivePaths(to)
  // Before the index, which may grow in between: a head must not be over more than the copy has.
  const checkpoint = await fetchBytes(`${url}/archive/log/checkpoint`)
  const lines = await fetchIndex(url)
  const kept = readIndex(to)
  if (lines.length < kept.length || indexText(lines.slice(0, kept.length)) !== indexText(kept))
    throw new StartRefused(
      'archive_differs',
      `The server's log has other entries than ${paths.index}: keep both, and ask the operator.`,
    )
  let fetched = 0
  for (const line of lines.slice(since)) if (await fetchFile(url, to, line)) fetched += 1
  // Only now: a line says that its file is here.
  writeWhole(paths.index, indexText(lines))
  if (checkpoint !== null) writeWhole(paths.checkpoint, checkpoint)
  return { entries: lines.length, fetched, withoutFile: lines.filter(({ sha256 }) => sha256 === null).length }
}

async function fetchIndex(url: string): Promise<IndexLine[]> {
  const api = createApiClient(url, { triesMax: TRIES_MAX })
  const lines: IndexLine[] = []
  for (let after: string | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
    const query: { limit: string; after?: string } = { limit: String(PAGE), ...(after === null ? {} : { after }) }
    const { data: page } = await api.GET('/v1/archive/index', { params: { query } })
    for (const { logIndex, batchHash, sha256, length, partnerId, firstEntry } of page.data) {
      if (logIndex !== String(lines.length))
        throw new StartRefused('archive_differs', `Entry ${String(lines.length)} of the server's log is missing.`)
      lines.push({ batchHash, sha256, length, partnerId, firstEntry })
    }
    after = page.nextCursor
  }
  return lines
}

/** Whether the file of a line, or a rule that it names, was fetched. */
async function fetchFile(url: string, to: string, line: IndexLine): Promise<boolean> {
  const { sha256 } = line
  if (sha256 === null) return false
  const file = archivePaths(to).receipts(sha256)
  const here = existsSync(file) ? readFileSync(file) : null
  const found = here === null ? null : checkReceiptsFile(here, line)
  const bytes = found?.status === 'right' ? here : await fetchBytes(`${url}/v1/archive/receipts/${sha256}`)
  if (bytes === null) throw new StartRefused('archive_incomplete', `The server has no file ${sha256}.`)
  const verdict = found?.status === 'right' ? found : checkReceiptsFile(bytes, line)
  if (verdict.status === 'wrong')
    throw new StartRefused('archive_wrong', `The server's file ${sha256} is wrong: ${verdict.why}.`)
  for (const rule of verdict.rules) await fetchRule(url, to, rule)
  if (bytes === here) return false
  writeWhole(file, bytes)
  return true
}

async function fetchRule(url: string, to: string, name: string): Promise<void> {
  const file = archivePaths(to).rule(name)
  if (existsSync(file) && isRule(readFileSync(file, 'utf8'), name)) return
  const bytes = await fetchBytes(`${url}/v1/archive/rules/${name}`)
  const document = bytes === null ? null : Buffer.from(bytes).toString('utf8')
  if (document === null || !isRule(document, name))
    throw new StartRefused('archive_wrong', `The server's document of the rule ${name} is missing or wrong.`)
  writeWhole(file, document)
}

/** The bytes at an address; null where there are none. */
async function fetchBytes(address: string): Promise<Uint8Array | null> {
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: unknown) => {
      if (tries < TRIES_MAX) return null
      throw new StartRefused('server_unreachable', `${address} does not answer.`, error)
    })
    if (response?.ok === true) return new Uint8Array(await response.arrayBuffer())
    if (response?.status === 404) return null
    if (response !== null && tries >= TRIES_MAX)
      throw new StartRefused('server_unreachable', `${address} answers with status ${String(response.status)}.`)
    await new Promise((resolve) => setTimeout(resolve, 2 ** tries * 250))
  }
}
