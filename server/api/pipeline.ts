import type { Request, RequestHandler, Response } from 'express'

import type { CallRecord } from '../actions/audit/record-call.ts'
import { authenticate, KeyEnded } from '../auth/authenticate.ts'
import { authorise } from '../auth/authorise.ts'
import { authenticatePerson, findPersonCaller } from '../auth/person-sessions.ts'
import { authenticateMember, checkOrigin, findMemberCaller, readDeviceToken } from '../auth/sessions.ts'
import type { Caller, KeyCaller } from '../auth/callers.ts'
import { aloneCheck, answerRecorded, isCallAudited, recordOf } from './audited-calls.ts'
import type { ApiDeps, HttpDeps, SubjectDeps } from './deps.ts'
import { readBinaryBody, readBody, type ReadBody } from './middleware/read-body.ts'
import { networkAddressOf, type RateLimiter } from './middleware/rate-limit.ts'
import { answerOrPropose, carryOutFrom } from './proposed-calls.ts'
import { readMark } from './request-mark.ts'
import { type Answer, BODY_BYTES_MAX, type Route, type RouteFacts } from './route.ts'

async function nameCaller(deps: HttpDeps, route: RouteFacts, request: Request): Promise<Caller | null> {
  if (route.caller === 'anyone') return null
  if (route.caller === 'visitor') return findMemberCaller(deps, request.get('Cookie'))
  if (route.caller === 'member') return authenticateMember(deps, request.get('Cookie'))
  if (route.caller === 'person') return authenticatePerson(deps, request.get('Cookie'))
  const header = request.get('Authorization')
  // A key comes first: whoever sends one means it, whatever the browser adds.
  const person =
    route.caller === 'partner' && header === undefined ? await findPersonCaller(deps, request.get('Cookie')) : null
  return person ?? authenticate(deps, header)
}

/** A browser sends the cookie, and any page can make it call: what changes something must come from our own pages. */
function refuseForeignPages({ publicUrl }: HttpDeps, route: RouteFacts, request: Request, caller: Caller | null): void {
  const isBySession = caller?.kind === 'member' || (caller?.kind === 'partner' && caller.person !== null)
  if (route.method === 'get' || (!isBySession && route.signsIn !== true)) return
  checkOrigin(publicUrl, { origin: request.get('Origin'), fetchSite: request.get('Sec-Fetch-Site') })
}

/** Who calls, before a byte of the body is read; a failed attempt counts against the address. */
async function identify(deps: HttpDeps, limit: RateLimiter, route: RouteFacts, request: Request, response: Response) {
  let caller: Caller | null
  try {
    caller = await nameCaller(deps, route, request)
  } catch (error) {
    await limit(request, response, null, route)
    // The holder of a key that has ended is known, and what was tried with it is written down.
    if (error instanceof KeyEnded && isCallAudited(route, error.caller)) return { caller: error.caller, refused: error }
    throw error
  }
  if (caller !== null) response.locals['caller'] = caller
  await limit(request, response, caller, { ...route, isAudited: isCallAudited(route, caller) })
  return { caller, refused: null }
}

/** The body as the route takes it; null for a route without one. */
async function readBodyOf(route: RouteFacts, request: Request, response: Response): Promise<ReadBody | null> {
  if (route.body === undefined) return null
  const bytesMax = route.bodyBytesMax ?? BODY_BYTES_MAX
  if (route.bodyTypes === undefined) return readBody(request, response, bytesMax)
  return readBinaryBody(request, response, { types: route.bodyTypes, bytesMax })
}

type RequestDeps = Pick<ApiDeps, 'http' | 'subjects'> & { readonly routes: ReadonlyMap<string, Route<SubjectDeps>> }

interface Identified {
  readonly request: Request
  readonly response: Response
  readonly caller: Caller | null
  readonly record: CallRecord | null
}

/** The way of a request whose caller is known: whether they may, body, schema, action. */
async function carryOn(deps: RequestDeps, route: Route<SubjectDeps>, identified: Identified): Promise<Answer> {
  const { request, response, caller, record } = identified
  const { http, subjects, routes } = deps
  authorise(route, caller)
  refuseForeignPages(http, route, request, caller)
  const read = await readBodyOf(route, request, response)
  const requestDigest = read === null || record === null ? null : http.digestRequest(read.hash)
  record?.describe({ requestDigest })
  const mark = readMark(http, route, { request, read, caller })
  const { params, query } = request
  const approval = route.byApproval === true ? (request.get('Entente-Approval') ?? null) : null
  const device = readDeviceToken(http.publicUrl, request.get('Cookie'))
  const networkAddress = networkAddressOf(request)
  const carryOut = carryOutFrom(deps, routes, String(response.locals['requestId']))
  const call = {
    deps: subjects,
    caller,
    params,
    query,
    body: read?.value,
    mark,
    approval,
    device,
    networkAddress,
    requestId: String(response.locals['requestId']),
    record,
    carryOut,
  }
  const run = () => route.answer(call)
  if (route.fourEyes === undefined || record === null || caller?.kind !== 'operator') return run()
  const proposable = { keyId: caller.keyId, params, body: read?.value, mark, requestDigest }
  return answerOrPropose(http, route, proposable, { record, run })
}

/** The same, written down in the audit log where the route's calls are. */
async function answerCall(
  deps: RequestDeps,
  route: Route<SubjectDeps>,
  { caller, refused, ...exchange }: Omit<Identified, 'record'> & { readonly refused: KeyEnded | null },
): Promise<Answer> {
  const asKey: KeyCaller | null = caller?.kind === 'member' ? null : caller
  if (asKey === null || !isCallAudited(route, caller))
    return carryOn(deps, route, { ...exchange, caller, record: null })
  const call = { caller: asKey, requestId: String(exchange.response.locals['requestId']) }
  const record = recordOf(deps.http, route, call, aloneCheck(deps.http, route))
  return answerRecorded(record, () => {
    if (refused !== null) throw refused
    return carryOn(deps, route, { ...exchange, caller, record })
  })
}

/** The way of every request: caller, limit, body, schema, action, answer. */
export function pipeline(deps: RequestDeps, limit: RateLimiter, route: Route<SubjectDeps>): RequestHandler {
  return async (request, response) => {
    response.locals['operation'] = route.operation
    response.locals['route'] = route
    const identified = await identify(deps.http, limit, route, request, response)
    const answer = await answerCall(deps, route, { ...identified, request, response })
    if (answer.replayed) response.set('Idempotent-Replayed', 'true')
    response.status(answer.status).set({ 'Cache-Control': 'no-store', ...answer.headers })
    if (answer.status === 204) response.end()
    else if (answer.body instanceof Uint8Array) response.end(answer.body)
    // Not send(), which answers 304 to any `If-None-Match: *`: there are no validators here, and no route promises it.
    else response.type('application/json').end(JSON.stringify(answer.body))
  }
}
