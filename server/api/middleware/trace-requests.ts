import type { RequestHandler } from 'express'

import type { Caller } from '../../auth/callers.ts'
import type { Clock } from '../../domain/environment.ts'
import { beginRequest, endRequest, type RequestTrace, runInTrace } from '../../observability/request-trace.ts'
import type { SpanAttributes, Traces } from '../../observability/traces.ts'
import type { RouteFacts } from '../route.ts'

interface AnsweredLocals {
  readonly requestId: string
  readonly route?: RouteFacts
  readonly caller?: Caller
  readonly problemCode?: string
}

/** Has every request of a route be a span, in its caller's trace where there is one. Without traces it costs nothing. */
export function traceRequests({ traces, clock }: { traces: Traces | null; clock: Clock }): RequestHandler {
  if (traces === null)
    return (_request, _response, next) => {
      next()
    }
  return (request, response, next) => {
    const { requestId } = response.locals as AnsweredLocals
    const trace = beginRequest(requestId, request.get('traceparent'), clock.now())
    const startedAt = performance.now()
    response.once('close', () => {
      const { route, ...locals } = response.locals as AnsweredLocals
      // Pages and probes are asked for by machines all day, and lead to nothing.
      if (route === undefined) return
      const status = response.writableFinished ? response.statusCode : 499
      endRequest(traces, trace, {
        name: `${request.method} ${route.path}`,
        until: endOf(trace, performance.now() - startedAt),
        attributes: attributesOf(route, locals, status),
        failure: status >= 500 ? (locals.problemCode ?? String(status)) : null,
      })
    })
    runInTrace(trace, next)
  }
}

const endOf = ({ from }: RequestTrace, tookMs: number) => new Date(from.getTime() + Math.round(tookMs))

function attributesOf(
  { method, path, operation }: RouteFacts,
  { requestId, caller, problemCode }: Omit<AnsweredLocals, 'route'>,
  status: number,
): SpanAttributes {
  return {
    'http.request.method': method.toUpperCase(),
    'http.route': path,
    'http.response.status_code': status,
    'entente.operation': operation,
    'entente.request_id': requestId,
    ...(problemCode === undefined ? {} : { 'error.type': problemCode }),
    ...(caller?.kind === 'partner' ? { 'entente.partner_id': caller.partnerId } : {}),
  }
}
