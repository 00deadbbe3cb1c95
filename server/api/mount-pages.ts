import type { Express } from 'express'

import type { ApiDeps } from './deps.ts'

/** Mounts what is not part of the versioned API: pages for people, probes for machines. */
export function mountPages(app: Express, _deps: ApiDeps): void {
  app.get('/healthz', (_request, response) => {
    response.locals['operation'] = 'healthz'
    response.json({ status: 'ok' })
  })
}
