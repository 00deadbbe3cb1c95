import type { Express, Request, Response } from 'express'

import { readCheckpoint, readReceiptsFile, readRuleDocument, readTile } from '../../actions/archive/read-archive.ts'
import type { Reader } from '../../database/engine/client.ts'
import { REPORT_FILE, type ReportShelf } from '../../domain/audit-reports.ts'
import { parseTilePath } from '../../domain/archive/tile-path.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { RateLimiter } from '../middleware/rate-limit.ts'

const YEAR_SECONDS = 365 * 86_400
const FOR_EVER = `public, max-age=${YEAR_SECONDS}, immutable`
/** The head of the log changes; whoever follows it asks every few seconds. */
const FOR_A_MOMENT = 'public, max-age=2'
const SHA256 = /^[0-9a-f]{64}$/
const KECCAK = /^0x[0-9a-f]{64}$/

/** What is answered, and for how long it may be kept. */
interface Served {
  readonly bytes: Buffer
  readonly type: string
  readonly keep: string
  /** Its hash, where the address is that. */
  readonly etag?: string
}

/** Where it is read from. */
export interface MountedArchive {
  readonly db: Reader
  readonly reports: ReportShelf
}

type Find = (deps: MountedArchive, name: string) => Promise<Served | null>

const RESOURCES: readonly { path: string; find: Find }[] = [
  { path: '/v1/archive/receipts/:name', find: findReceipts },
  { path: '/v1/archive/rules/:name', find: findRule },
  { path: '/v1/archive/reports/:name', find: findReport },
  { path: '/archive/log/checkpoint', find: findCheckpoint },
  { path: '/archive/log/tile/*name', find: findTile },
]

/** Mounts what anybody may have without a key: files of receipts, rules, reports of audits, and the log. Most of it never changes. */
export function mountArchive(app: Express, deps: MountedArchive, limit: RateLimiter): void {
  for (const { path, find } of RESOURCES) {
    app.get(path, async (request: Request, response: Response) => {
      response.locals['operation'] = path
      await limit(request, response, null)
      const { name = '' } = request.params as { name?: string | string[] }
      const served = await find(deps, typeof name === 'string' ? name : name.join('/'))
      if (served === null) throw new Rejection('unknown_route')
      if (served.etag !== undefined) response.set('ETag', `"${served.etag}"`)
      response
        .set('Cache-Control', served.keep)
        // Whoever audits us may do it on a page of their own.
        .set('Cross-Origin-Resource-Policy', 'cross-origin')
        .set('Access-Control-Allow-Origin', '*')
        .set('Content-Type', served.type)
        .send(served.bytes)
    })
    app.all(path, () => {
      throw new Rejection('method_not_allowed', { allow: ['GET'] })
    })
  }
}

async function findReceipts(deps: { readonly db: Reader }, name: string): Promise<Served | null> {
  const bytes = SHA256.test(name) ? await readReceiptsFile(deps, name) : null
  return bytes === null ? null : { bytes, type: 'application/gzip', keep: FOR_EVER, etag: name }
}

async function findRule(deps: { readonly db: Reader }, name: string): Promise<Served | null> {
  const document = KECCAK.test(name) ? await readRuleDocument(deps, name) : null
  return document === null
    ? null
    : { bytes: Buffer.from(document), type: 'application/json', keep: FOR_EVER, etag: name }
}

/** A report may be replaced by whoever runs the server. */
async function findReport({ reports }: MountedArchive, name: string): Promise<Served | null> {
  const [, ending] = REPORT_FILE.exec(name) ?? []
  const bytes = ending === undefined ? null : await reports.read(name)
  return bytes === null ? null : { bytes, type: `application/${ending ?? 'json'}`, keep: FOR_A_MOMENT }
}

async function findCheckpoint(deps: { readonly db: Reader }): Promise<Served | null> {
  const note = await readCheckpoint(deps)
  return note === null ? null : { bytes: Buffer.from(note), type: 'text/plain; charset=utf-8', keep: FOR_A_MOMENT }
}

async function findTile(deps: { readonly db: Reader }, name: string): Promise<Served | null> {
  const tile = parseTilePath(`tile/${name}`)
  const bytes = tile === null ? null : await readTile(deps, tile)
  return bytes === null ? null : { bytes, type: 'application/octet-stream', keep: FOR_EVER }
}
