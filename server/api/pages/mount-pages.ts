import { readFileSync } from 'node:fs'
import type { Express, Request, Response } from 'express'

import { readLedgerFigures } from '../../actions/status/read-ledger-figures.ts'
import { readFrontPage } from '../../actions/status/read-front-page.ts'
import { rememberBriefly } from '../../actions/requests/remember-briefly.ts'
import { createStatusMemory } from '../../actions/status/read-status.ts'
import { readReadiness } from '../../actions/status/read-readiness.ts'
import { authoriseMetrics } from '../../auth/metrics-callers.ts'
import type { ProbeDeps } from '../deps.ts'
import { makeOpenApi } from '../openapi.ts'
import type { RateLimiter } from '../middleware/rate-limit.ts'
import { Rejection } from '../../domain/rejection.ts'
import type { RouteFacts } from '../route.ts'
import { placeOf } from './caller-place.ts'
import type { Document } from './docs/document.ts'
import { mountDocs } from './docs/mount-docs.ts'
import type { Site } from './frame.ts'
import { coalitionIcons, type Icon } from './icons.ts'
import { renderLandingPage } from './landing-page.ts'
import { LANDING_LANGUAGES, type LandingLanguage } from './landing-texts.ts'
import type { Look } from './look.ts'
import { once } from './once.ts'
import { problemToSend } from '../send-problem.ts'
import { renderSecurityText, SECURITY_TEXT_PATH } from './security-text.ts'
import { renderStatusPage } from './status-page.ts'
import { renderWalletManifest } from './wallet-manifest.ts'

const fileOf = (name: string) => readFileSync(new URL(name, import.meta.url))
const LANDING_STYLE = fileOf('./landing.css').toString('utf8')
const DOCS_STYLE = fileOf('./docs/docs.css').toString('utf8')
const PAGE_AGE_SECONDS = 300
/** How old the figures of the front page may be: they take much to read, and anybody may ask. */
const FIGURES_AGE_SECONDS = 5

type Show = (response: Response, request: Request) => unknown

function showText(type: string, render: () => string): Show {
  const text = once(render)
  return (response) => response.set('Cache-Control', `public, max-age=${PAGE_AGE_SECONDS}`).type(type).send(text())
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
  return async (response, request) => {
    authoriseMetrics(deps.metricsTerms, { ...placeOf(request), authorization: request.get('Authorization') })
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

function showSecurityText({ clock, publicUrl, securityContacts: contacts }: ProbeDeps): Show {
  return (response) => {
    if (contacts.length === 0) throw new Rejection('unknown_route')
    response
      .set('Cache-Control', `public, max-age=${PAGE_AGE_SECONDS}`)
      .type('text/plain')
      .send(renderSecurityText({ contacts, publicUrl, now: clock.now() }))
  }
}

/** The language that was chosen, or the one that the browser prefers. */
export function languageOf(request: Request): LandingLanguage {
  const chosen = LANDING_LANGUAGES.find((language) => language === request.query['lang'])
  const preferred = request.acceptsLanguages([...LANDING_LANGUAGES])
  return chosen ?? LANDING_LANGUAGES.find((language) => language === preferred) ?? 'en'
}

function showFrontPage(deps: ProbeDeps, site: Site): Show {
  const read = rememberBriefly({ clock: deps.clock, ageMs: FIGURES_AGE_SECONDS * 1_000 }, () => readFrontPage(deps))
  return async (response, request) => {
    response.set('Cache-Control', `public, max-age=${FIGURES_AGE_SECONDS}`).vary('Accept-Language')
    response.type('html').send(renderLandingPage(await read(), languageOf(request), site))
  }
}

/** In words for everybody. Where nothing can be recorded the page says so, instead of being missing just then. */
function showStatusPage(deps: ProbeDeps, site: Site): Show {
  const read = createStatusMemory(deps, FIGURES_AGE_SECONDS * 1_000)
  return async (response, request) => {
    const now = deps.clock.now()
    const status = await read().catch((error: unknown) => {
      if (problemToSend(error).status !== 503) throw error
      return null
    })
    response.vary('Accept-Language').type('html')
    if (status === null) response.status(503).set('Cache-Control', 'no-store')
    else response.set('Cache-Control', `public, max-age=${FIGURES_AGE_SECONDS}`)
    response.send(renderStatusPage(site, languageOf(request), { status, now }))
  }
}

/** A picture of ours that other programs show as well, wallet apps before all. */
function showIcon({ type, read }: Icon): Show {
  return async (response) =>
    response
      .set('Cache-Control', `public, max-age=${PAGE_AGE_SECONDS}`)
      .set('Cross-Origin-Resource-Policy', 'cross-origin')
      .type(type)
      .send(await read())
}

function showIcons(site: Site): Record<string, Show> {
  const icons = coalitionIcons(site.coalition)
  return Object.fromEntries(Object.entries(icons).map(([path, icon]) => [path, showIcon(icon)]))
}

/** Has a browser that reads a page ask for the font at once, and not when it has read the style. */
function preloadFont(response: Response, { fontUrl }: Look): void {
  if (fontUrl === null || response.req.accepts(['json', 'html']) !== 'html') return
  response.set('Link', `<${fontUrl}>; rel=preload; as=font; type=font/woff2; crossorigin`)
}

interface PagesTerms {
  readonly site: Site
  readonly look: Look
  readonly routes: readonly RouteFacts[]
  /** Where the script of the docs is; null where the pages were not built. */
  readonly docsScript: string | null
}

/** Mounts what is not part of the versioned API: pages for people, probes for machines. */
export function mountPages(
  app: Express,
  deps: ProbeDeps,
  limit: RateLimiter,
  { site, look, routes, docsScript }: PagesTerms,
): void {
  const document = once(() => makeOpenApi(routes))
  const pages: Record<string, Show> = {
    '/': showFrontPage(deps, site),
    '/status': showStatusPage(deps, site),
    '/landing.css': showText('css', () => look.base + LANDING_STYLE),
    '/docs.css': showText('css', () => look.base + DOCS_STYLE),
    ...showIcons(site),
    '/wallet.webmanifest': showText('application/manifest+json', () => renderWalletManifest(site.coalition)),
    '/openapi.json': showText('json', () => JSON.stringify(document(), null, 2)),
    [SECURITY_TEXT_PATH]: showSecurityText(deps),
    ...showProbes(deps),
  }
  for (const [path, show] of Object.entries(pages)) {
    app.get(path, async (request, response) => {
      response.locals['operation'] = path
      await limit(request, response, null)
      preloadFont(response, look)
      await show(response, request)
    })
    app.all(path, () => {
      throw new Rejection('method_not_allowed', { allow: ['GET'] })
    })
  }
  // What the generator makes is what the docs were written for; a test renders them.
  mountDocs(app, deps, limit, {
    document: () => document() as Document,
    routes,
    look,
    script: docsScript,
    site,
  })
}
