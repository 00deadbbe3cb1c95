import type { Express, NextFunction, Request, Response } from 'express'

import { isLocalCaller } from '../../../auth/local-callers.ts'
import { Rejection } from '../../../domain/rejection.ts'
import type { ProbeDeps } from '../../deps.ts'
import type { RateLimiter } from '../../middleware/rate-limit.ts'
import { docsHeaders } from '../../middleware/security-headers.ts'
import type { RouteFacts } from '../../route.ts'
import { placeOf } from '../caller-place.ts'
import type { Site } from '../frame.ts'
import type { Look } from '../look.ts'
import { sendWebFile } from '../mount-web.ts'
import { once } from '../once.ts'
import { makePageFile, type WebFile } from '../web-files.ts'
import type { Document } from './document.ts'
import { RESULTS_MAX } from './search.ts'
import { type Docs, makeDocs } from './site.ts'

interface DocsTerms {
  readonly document: () => Document
  readonly routes: readonly RouteFacts[]
  readonly look: Look
  readonly site: Site
  /** Where the built script is; null where the pages were not built. */
  readonly script: string | null
}

/** What a reader sees while typing: a page has them all. */
const SUGGESTIONS_MAX = 8

/** The script among the built files, whose names end in a hash of what is in them. */
export function findDocsScript(files: ReadonlyMap<string, WebFile>): string | null {
  return [...files.keys()].find((path) => /^\/assets\/docs-[\w-]+\.js$/.test(path)) ?? null
}

const queryOf = ({ query }: Request) => (typeof query['q'] === 'string' ? query['q'].trim() : '')

/** Answers what a reader on this machine may try with, and nobody else: not even that it is there. */
function showDemoTill({ findDemoTill }: ProbeDeps, request: Request, response: Response): void {
  const site = request.get('Sec-Fetch-Site')
  const isOwnPage = site === undefined || site === 'same-origin'
  const till = isOwnPage && isLocalCaller(placeOf(request)) ? findDemoTill() : null
  if (till === null) throw new Rejection('unknown_route')
  response.set('Cache-Control', 'no-store').json(till)
}

function sendPage(request: Request, response: Response, file: WebFile): void {
  docsHeaders(request, response, () => sendWebFile(request, response, file))
}

/** Mounts the docs: texts, the reference, the search, and what the demo lets a reader try with. */
export function mountDocs(
  app: Express,
  deps: ProbeDeps,
  limit: RateLimiter,
  { document, routes, look, script, site }: DocsTerms,
): void {
  const docs = once((): Docs =>
    makeDocs(document(), routes, { script, fontUrl: look.fontUrl, coalition: site.coalition.name }),
  )
  const made = new Map<string, WebFile>()
  /** A page as it was made for the first who asked. */
  const fileOf = (path: string, render: () => string): WebFile => {
    const file = made.get(path) ?? makePageFile(render())
    made.set(path, file)
    return file
  }
  const mount = (path: string, show: (request: Request, response: Response) => void) => {
    app.get(path, async (request, response) => {
      response.locals['operation'] = path
      await limit(request, response, null)
      show(request, response)
    })
    app.all(path, () => {
      throw new Rejection('method_not_allowed', { allow: ['GET'] })
    })
  }
  mount('/docs/search', (request, response) => {
    sendPage(request, response, makePageFile(docs().renderSearch(queryOf(request))))
  })
  mount('/docs/search.json', (request, response) => {
    const results = docs().search()(queryOf(request))
    response.set('Cache-Control', 'no-cache').json({
      results: results.slice(0, SUGGESTIONS_MAX),
      more: Math.min(results.length, RESULTS_MAX) > SUGGESTIONS_MAX,
    })
  })
  mount('/docs/demo-till', (request, response) => showDemoTill(deps, request, response))
  app.all('/docs{/*rest}', async (request: Request, response: Response, next: NextFunction) => {
    // Express takes a slash at the end for nothing, and so do these.
    const path = request.path.replace(/\/$/, '')
    const render = docs().pages.get(path)
    const elsewhere = docs().redirects.get(path)
    if (render === undefined && elsewhere === undefined) return next()
    response.locals['operation'] = path
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new Rejection('method_not_allowed', { allow: ['GET'] })
    await limit(request, response, null)
    if (elsewhere !== undefined) return response.redirect(308, elsewhere)
    if (render !== undefined) sendPage(request, response, fileOf(path, render))
  })
}
