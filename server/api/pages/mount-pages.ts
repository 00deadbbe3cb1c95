import { readFileSync } from 'node:fs'
import type { Express, Response } from 'express'

import { readLedgerFigures } from '../../actions/status/read-ledger-figures.ts'
import { readReadiness } from '../../actions/status/read-readiness.ts'
import type { ProbeDeps } from '../deps.ts'
import { makeOpenApi } from '../openapi.ts'
import type { RateLimiter } from '../middleware/rate-limit.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { RouteFacts } from '../route.ts'
import type { Document } from './docs-document.ts'
import { renderDocsPage } from './docs-page.ts'
import { renderErrorsPage } from './errors-page.ts'
import { renderLandingPage } from './landing-page.ts'

const STYLE = readFileSync(new URL('./style.css', import.meta.url), 'utf8')
const PAGE_AGE_SECONDS = 300

type Show = (response: Response) => unknown

function showText(type: string, render: () => string): Show {
  const text = once(render)
  return (response) => response.set('Cache-Control', `public, max-age=${PAGE_AGE_SECONDS}`).type(type).send(text())
}

/** What is made when it is first asked for: a start need not wait for pages that nobody may read. */
function once<T extends string | object>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

function showProbes(deps: ProbeDeps): Record<string, Show> {
  return {
    '/healthz': (response) => response.set('Cache-Control', 'no-store').json({ status: 'ok' }),
    '/readyz': async (response) => {
      const { isReady, checks } = await readReadiness(deps)
      response
        .status(isReady ? 200 : 503)
        .set('Cache-Control', 'no-store')
        .json({ status: isReady ? 'ready' : 'not_ready', checks })
    },
    '/metrics': showMetrics(deps),
  }
}

function showMetrics(deps: ProbeDeps): Show {
  let scrapedAt = deps.clock.now()
  return async (response) => {
    const window = { after: scrapedAt, until: deps.clock.now() }
    // Moved before anything is waited for, so that two scrapes at once do not count the same entries.
    scrapedAt = window.until
    deps.ledgerMetrics.set({ now: window.until, ...(await readLedgerFigures(deps, window)) })
    response
      .set('Cache-Control', 'no-store')
      .type(deps.metricsRegistry.contentType)
      .send(await deps.metricsRegistry.metrics())
  }
}

/** Mounts what is not part of the versioned API: pages for people, probes for machines. */
export function mountPages(app: Express, deps: ProbeDeps, limit: RateLimiter, routes: readonly RouteFacts[]): void {
  const document = once(() => makeOpenApi(routes))
  const pages: Record<string, Show> = {
    '/': showText('html', renderLandingPage),
    '/style.css': showText('css', () => STYLE),
    '/openapi.json': showText('json', () => JSON.stringify(document(), null, 2)),
    // What the generator makes is what the page was written for; a test renders it.
    '/docs': showText('html', () => renderDocsPage(document() as Document)),
    '/docs/errors': showText('html', renderErrorsPage),
    ...showProbes(deps),
  }
  for (const [path, show] of Object.entries(pages)) {
    app.get(path, async (request, response) => {
      response.locals['operation'] = path
      await limit(request, response, null)
      await show(response)
    })
    app.all(path, () => {
      throw new Rejection('method_not_allowed', { allow: ['GET'] })
    })
  }
}
