import express, { type ErrorRequestHandler, type Express } from 'express'

import { readStatus } from '../actions/status/read-status.ts'
import { rememberBriefly } from '../actions/requests/remember-briefly.ts'
import { Rejection } from '../domain/rejection.ts'
import type { ApiDeps } from './deps.ts'
import { accessLog } from './middleware/access-log.ts'
import { createRateLimiter, RATE_LIMITS, type RateLimits } from './middleware/rate-limit.ts'
import { requestId } from './middleware/request-id.ts'
import { securityHeaders } from './middleware/security-headers.ts'
import { mountPages } from './pages/mount-pages.ts'
import { mountWeb } from './pages/mount-web.ts'
import { mountRoutes } from './mount-routes.ts'
import { ROUTES } from './routes.ts'
import { STATUS_AGE_MS } from './schemas/status/status.ts'
import { sendProblem } from './send-problem.ts'

export interface AppOptions {
  readonly rateLimits?: Partial<RateLimits>
  /** Proxies in front of the server whose X-Forwarded-For counts. */
  readonly trustedProxies?: number
  /** Where the wallet's and the till's page were built; without it they are not served. */
  readonly webFolder?: string
}

function answerErrors({ httpLog }: ApiDeps): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    // Too late for an answer: Express ends the connection.
    if (response.headersSent) return next(error)
    const { code, status, requestId: id } = sendProblem(response, error)
    response.locals['problemCode'] = code
    if (status >= 500) httpLog.failed(id ?? '', String(response.locals['operation'] ?? 'unknown'), error)
  }
}

/** Builds the HTTP interface. Every path ends in an answer: a route's, or a problem. */
export function createApp(deps: ApiDeps, { rateLimits = {}, trustedProxies = 0, webFolder }: AppOptions = {}): Express {
  const app = express()
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing')
  app.set('trust proxy', trustedProxies)
  app.use(requestId(deps.ids), accessLog(deps), securityHeaders)
  const limit = createRateLimiter({ ...RATE_LIMITS, ...rateLimits })
  mountPages(app, deps, limit, ROUTES)
  if (webFolder !== undefined) mountWeb(app, limit, { folder: webFolder, publicUrl: deps.siweTerms.uri })
  mountRoutes(
    app,
    { ...deps, readStatus: rememberBriefly({ clock: deps.clock, ageMs: STATUS_AGE_MS }, () => readStatus(deps)) },
    limit,
    ROUTES,
  )
  app.use(() => {
    throw new Rejection('unknown_route')
  })
  app.use(answerErrors(deps))
  return app
}
