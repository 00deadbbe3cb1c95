import type { Request, RequestHandler, Response } from 'express'

import { authenticate } from '../auth/authenticate.ts'
import { authorise } from '../auth/authorise.ts'
import { authenticateMember, checkOrigin } from '../auth/sessions.ts'
import type { Caller } from '../auth/callers.ts'
import type { ApiDeps, HttpDeps, SubjectDeps } from './deps.ts'
import { readBinaryBody, readBody, type ReadBody } from './middleware/read-body.ts'
import { networkAddressOf, type RateLimiter } from './middleware/rate-limit.ts'
import { readMark } from './request-mark.ts'
import { BODY_BYTES_MAX, type Route, type RouteFacts } from './route.ts'

async function nameCaller(deps: HttpDeps, route: RouteFacts, request: Request): Promise<Caller | null> {
  if (route.caller === 'anyone') return null
  if (route.caller === 'member') return authenticateMember(deps, request.get('Cookie'))
  return authenticate(deps, request.get('Authorization'))
}

/** A browser sends the cookie, and any page can make it call: what changes something must come from our own pages. */
function refuseForeignPages({ publicUrl }: HttpDeps, route: RouteFacts, request: Request): void {
  if (route.method === 'get' || (route.caller !== 'member' && route.signsIn !== true)) return
  checkOrigin(publicUrl, { origin: request.get('Origin'), fetchSite: request.get('Sec-Fetch-Site') })
}

/** Who calls, and whether they may, before a byte of the body is read; a failed attempt counts against the address. */
async function admit(deps: HttpDeps, limit: RateLimiter, route: RouteFacts, request: Request, response: Response) {
  let caller: Caller | null
  try {
    caller = await nameCaller(deps, route, request)
  } catch (error) {
    await limit(request, response, null, route)
    throw error
  }
  if (caller !== null) response.locals['caller'] = caller
  await limit(request, response, caller, route)
  authorise(route, caller)
  refuseForeignPages(deps, route, request)
  return caller
}

/** The body as the route takes it; null for a route without one. */
async function readBodyOf(route: RouteFacts, request: Request, response: Response): Promise<ReadBody | null> {
  if (route.body === undefined) return null
  const bytesMax = route.bodyBytesMax ?? BODY_BYTES_MAX
  if (route.bodyTypes === undefined) return readBody(request, response, bytesMax)
  return readBinaryBody(request, response, { types: route.bodyTypes, bytesMax })
}

/** The way of every request: caller, limit, body, schema, action, answer. */
export function pipeline(
  { http, subjects }: Pick<ApiDeps, 'http' | 'subjects'>,
  limit: RateLimiter,
  route: Route<SubjectDeps>,
): RequestHandler {
  return async (request, response) => {
    response.locals['operation'] = route.operation
    response.locals['route'] = route
    const caller = await admit(http, limit, route, request, response)
    const read = await readBodyOf(route, request, response)
    const mark = readMark(http, route, { request, read, caller })
    const { params, query } = request
    const approval = route.byApproval === true ? (request.get('Entente-Approval') ?? null) : null
    const sent = { params, query, body: read?.value, mark, approval, networkAddress: networkAddressOf(request) }
    const answer = await route.answer({ deps: subjects, caller, ...sent })
    if (answer.replayed) response.set('Idempotent-Replayed', 'true')
    response.status(answer.status).set({ 'Cache-Control': 'no-store', ...answer.headers })
    if (answer.status === 204) response.end()
    // Not send(), which answers 304 to any `If-None-Match: *`: there are no validators here, and no route promises it.
    else response.type('application/json').end(JSON.stringify(answer.body))
  }
}
