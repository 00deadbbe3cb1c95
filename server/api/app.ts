import express, { type ErrorRequestHandler, type Express } from 'express'

import { Rejection } from '../domain/rejection.ts'
import type { ApiDeps, HttpDeps } from './deps.ts'
import { accessLog } from './middleware/access-log.ts'
import { createRateLimiter, createSignInLimit, RATE_LIMITS, type RateLimits } from './middleware/rate-limit.ts'
import { requestId } from './middleware/request-id.ts'
import { securityHeaders } from './middleware/security-headers.ts'
import { traceRequests } from './middleware/trace-requests.ts'
import { isForPerson, sendProblemPage } from './pages/answer-with-page.ts'
import { type Coalition, ENTENTE } from './pages/coalition.ts'
import { findDocsScript } from './pages/docs/mount-docs.ts'
import type { Site } from './pages/frame.ts'
import { readLook } from './pages/look.ts'
import { mountPages } from './pages/mount-pages.ts'
import { mountArchive } from './pages/mount-archive.ts'
import { mountPictures } from './pages/mount-pictures.ts'
import { mountWeb } from './pages/mount-web.ts'
import { readWebFiles, type WebFile } from './pages/web-files.ts'
import { mountRoutes } from './mount-routes.ts'
import type { RouteFacts } from './route.ts'
import { codesOf } from './route-codes.ts'
import { ROUTES } from './routes.ts'
import { sendProblem } from './send-problem.ts'

export interface AppOptions {
  readonly rateLimits?: Partial<RateLimits>
  /** Proxies in front of the server whose X-Forwarded-For counts. */
  readonly trustedProxies?: number
  /** Where the wallet's and the till's page were built; without it they are not served. */
  readonly webFolder?: string
  /** How the coalition shows itself. */
  readonly coalition?: Coalition
}

function answerErrors({ httpLog }: HttpDeps, site: Site): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    // Too late for an answer: Express ends the connection.
    if (response.headersSent) return next(error)
    const {
      code,
      status,
      requestId: id = '',
    } = isForPerson(request) ? sendProblemPage(request, response, site, error) : sendProblem(response, error)
    response.locals['problemCode'] = code
    const { route } = response.locals as { route?: RouteFacts }
    if (status >= 500) httpLog.failed(id, route?.operation ?? 'unknown', error)
    if (route !== undefined && !codesOf(route).includes(code)) httpLog.unlisted(id, route.operation, code)
  }
}

/** Builds the HTTP interface. Every path ends in an answer: a route's, or a problem. */
export function createApp(deps: ApiDeps, options: AppOptions = {}): Express {
  const { rateLimits = {}, trustedProxies = 0, webFolder, coalition = ENTENTE } = options
  const { http, probes } = deps
  const app = express()
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing')
  app.set('trust proxy', trustedProxies)
  app.use(requestId(http.ids), accessLog(http), traceRequests(http), securityHeaders)
  const limits = { ...RATE_LIMITS, ...rateLimits }
  const limit = createRateLimiter(limits, createSignInLimit(http, limits))
  const files: ReadonlyMap<string, WebFile> = webFolder === undefined ? new Map() : readWebFiles(webFolder)
  const site: Site = { coalition, publicUrl: http.publicUrl }
  const look = readLook(files, coalition)
  mountPages(app, probes, limit, { site, look, routes: ROUTES, docsScript: findDocsScript(files) })
  mountPictures(app, probes, limit)
  mountArchive(app, probes, limit)
  mountWeb(app, limit, { files, site })
  mountRoutes(app, deps, limit, ROUTES)
  app.use(() => {
    throw new Rejection('unknown_route')
  })
  app.use(answerErrors(http, site))
  return app
}
