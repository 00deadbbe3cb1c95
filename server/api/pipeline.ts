import { createHash } from 'node:crypto'

import type { Request, RequestHandler, Response } from 'express'

import { authenticate } from '../auth/authenticate.ts'
import { authorise } from '../auth/authorise.ts'
import { authenticateMember, checkOrigin, readDeviceToken } from '../auth/sessions.ts'
import type { Caller } from '../auth/callers.ts'
import type { ApiDeps, HttpDeps, SubjectDeps } from './deps.ts'
import { readBinaryBody, readBody, type ReadBody } from './middleware/read-body.ts'
import type { RateLimiter } from './middleware/rate-limit.ts'
import { MalformedRequest } from './problems.ts'
import { BODY_BYTES_MAX, type RequestMark, type Route, type RouteFacts } from './route.ts'

/** Printable ASCII, as a header may carry it. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/

/** The hash of what is asked: of the body, and of whom it is about where the path says that. */
function hashRequest(route: RouteFacts, request: Request, read: ReadBody | null): string {
  if (route.params === undefined && read !== null) return read.hash
  return createHash('sha256')
    .update(`${request.path}\n${read?.hash ?? ''}`)
    .digest('hex')
}

function readMark(route: RouteFacts, request: Request, read: ReadBody | null): RequestMark | null {
  const key = request.get('Idempotency-Key')
  if (key === undefined || route.repeatable !== true) return null
  if (!IDEMPOTENCY_KEY.test(key))
    throw new MalformedRequest([{ pointer: 'header/Idempotency-Key', detail: 'must be 1 to 255 printable characters' }])
  return { key, operation: route.operation, requestHash: hashRequest(route, request, read) }
}

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
    const mark = readMark(route, request, read)
    const { params, query } = request
    const approval = route.byApproval === true ? (request.get('Entente-Approval') ?? null) : null
    const device = readDeviceToken(http.publicUrl, request.get('Cookie'))
    const asked = { caller, params, query, body: read?.value, mark, approval, device }
    const answer = await route.answer({ deps: subjects, ...asked })
    if (answer.replayed) response.set('Idempotent-Replayed', 'true')
    response.status(answer.status).set({ 'Cache-Control': 'no-store', ...answer.headers })
    if (answer.status === 204) response.end()
    else response.type('application/json').send(JSON.stringify(answer.body))
  }
}
