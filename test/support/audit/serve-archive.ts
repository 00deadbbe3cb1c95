import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

const ROWS_PER_PAGE = 2

/** Serves an archive's folder over HTTP: as it lies there, or by the routes that our server has, in short pages. */
export async function serveFolder(
  folder: string,
  asRoutes: boolean,
  status: object | null = null,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://archive')
    const path = asRoutes ? fileOfRoute(pathname) : pathname
    if (asRoutes && pathname === '/v1/archive/index') {
      response.end(JSON.stringify(pageOf(folder, searchParams.get('after'))))
    } else if (pathname === '/v1/status' && status !== null) response.end(JSON.stringify(status))
    else if (path !== null && existsSync(join(folder, path))) response.end(readFileSync(join(folder, path)))
    else response.writeHead(404).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close()
      await once(server, 'close')
    },
  }
}

function fileOfRoute(pathname: string): string | null {
  const [, ofLog] = /^\/archive\/log\/(checkpoint|tile\/.+)$/.exec(pathname) ?? []
  if (ofLog !== undefined) return ofLog
  const [, kind, name] = /^\/v1\/archive\/(receipts|rules)\/(\w+)$/.exec(pathname) ?? []
  if (kind === undefined || name === undefined) return null
  return `${kind}/${name}${kind === 'receipts' ? '.jsonl.gz' : '.json'}`
}

function pageOf(folder: string, after: string | null) {
  const lines = readFileSync(join(folder, 'index.jsonl'), 'utf8').trimEnd().split('\n')
  const first = after === null ? 0 : Number(after) + 1
  const data = lines.slice(first, first + ROWS_PER_PAGE).map((line): unknown => JSON.parse(line))
  const last = first + data.length - 1
  return { data, nextCursor: last < lines.length - 1 ? String(last) : null }
}
