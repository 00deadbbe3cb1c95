import type { Express, Request, Response } from 'express'

import { Rejection } from '../../domain/rejection.ts'
import type { RateLimiter } from '../middleware/rate-limit.ts'
import { type PageNeeds, webPageHeaders } from '../middleware/security-headers.ts'
import type { Site } from './frame.ts'
import { withCoalition } from './page-of-coalition.ts'
import type { WebFile } from './web-files.ts'

interface WebTerms {
  /** What the build wrote, by the path under which each file is served. */
  readonly files: ReadonlyMap<string, WebFile>
  /** Whose pages they are, and where people reach them. */
  readonly site: Site
}

/** Pages by the paths that show them, which some read themselves; those with a key talk to nobody but us. */
const PAGES: readonly { file: string; paths: readonly string[]; needs: PageNeeds }[] = [
  { file: '/wallet.html', paths: ['/wallet', '/wallet/*rest'], needs: { connections: 'endpoints' } },
  {
    file: '/till.html',
    paths: ['/till', '/till/customer'],
    needs: { connections: 'self', runsWasm: true, asksForSerial: true },
  },
  { file: '/operator.html', paths: ['/operator', '/operator/*rest'], needs: { connections: 'self' } },
  { file: '/audit.html', paths: ['/audit'], needs: { connections: 'endpoints' } },
  { file: '/partner.html', paths: ['/partner', '/partner/*rest'], needs: { connections: 'self' } },
]

const HASHED_AGE_SECONDS = 365 * 86_400

/** Names of this machine that are no site to a passkey: only `localhost` is. */
const BARE_LOOPBACK = /^(?:127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/

/** Mounts the pages and what they load. */
export function mountWeb(app: Express, limit: RateLimiter, { files, site }: WebTerms): void {
  const home = new URL(site.publicUrl)
  const mount = (paths: readonly string[], file: WebFile, needs: PageNeeds) => {
    const setHeaders = webPageHeaders(needs)
    const isPage = file.type.startsWith('text/html')
    app.get([...paths], async (request, response) => {
      response.locals['operation'] = isPage ? paths[0] : 'webFile'
      await limit(request, response, null)
      const elsewhere = isPage && home.hostname === 'localhost' ? localhostUrl(home, request) : null
      if (elsewhere !== null) return response.redirect(307, elsewhere)
      setHeaders(request, response, () => sendWebFile(request, response, file))
    })
    app.all([...paths], () => {
      throw new Rejection('method_not_allowed', { allow: ['GET'] })
    })
  }
  for (const { file: name, paths, needs } of PAGES) {
    const file = files.get(name)
    if (file !== undefined) mount(paths, withCoalition(file, site.coalition), needs)
  }
  for (const [path, file] of files) {
    if (!path.endsWith('.html')) mount([path], file, { connections: 'self' })
  }
}

/**
 * A browser makes no passkey for a bare address, and the session's origin is the public one: the same page, by its name. Nothing of
 * what the client says of the host gets into it.
 */
function localhostUrl(home: URL, request: Request): string | null {
  if (!BARE_LOOPBACK.test(request.get('Host') ?? '')) return null
  const { pathname, search } = new URL(request.originalUrl, home)
  return `${home.origin}${pathname}${search}`
}

/** Sends a file in the form that the client reads, or says that it has it already. */
export function sendWebFile(request: Request, response: Response, { type, isHashed, forms }: WebFile): void {
  const accepted = request.acceptsEncodings()
  const form = forms.find(({ encoding }) => accepted.includes(encoding)) ?? forms.at(-1)
  if (form === undefined) throw new Error('a file of the pages has no bytes')
  response
    .set('Cache-Control', isHashed ? `public, max-age=${HASHED_AGE_SECONDS}, immutable` : 'no-cache')
    .set('Content-Type', type)
    .set('ETag', form.etag)
    .vary('Accept-Encoding')
  if (form.encoding !== 'identity') response.set('Content-Encoding', form.encoding)
  // Express answers 304 by itself where the client has this form already, and sends no body to HEAD.
  response.send(form.body)
}
