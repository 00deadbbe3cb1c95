import type { Express } from 'express'

import { Rejection } from '../domain/rejection.ts'
import type { ApiDeps, SubjectDeps } from './deps.ts'
import type { RateLimiter } from './middleware/rate-limit.ts'
import { pipeline } from './pipeline.ts'
import type { Route } from './route.ts'

const expressPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1')

/** Mounts the routes; another method on a known path is answered with 405 and the methods that it has. */
export function mountRoutes(
  app: Express,
  deps: Pick<ApiDeps, 'http' | 'subjects'>,
  limit: RateLimiter,
  routes: readonly Route<SubjectDeps>[],
): void {
  const methods = new Map<string, string[]>()
  const byOperation = new Map(routes.map((route) => [route.operation, route]))
  for (const route of routes) {
    const path = expressPath(route.path)
    app[route.method](path, pipeline({ ...deps, routes: byOperation }, limit, route))
    methods.set(path, [...(methods.get(path) ?? []), route.method.toUpperCase()])
  }
  for (const [path, allow] of methods) {
    app.all(path, () => {
      throw new Rejection('method_not_allowed', { allow })
    })
  }
}
