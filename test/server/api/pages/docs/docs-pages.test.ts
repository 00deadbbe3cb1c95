import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { makeOpenApi } from '../../../../../server/api/openapi.ts'
import type { Document } from '../../../../../server/api/pages/docs/document.ts'
import { type Docs, makeDocs } from '../../../../../server/api/pages/docs/site.ts'
import { PROBLEMS } from '../../../../../server/api/problems.ts'
import { ROUTES } from '../../../../../server/api/routes.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { type RunningApi, startApi } from '../../support/running-api.ts'

const SCRIPT = 'assets/docs-Ab12.js'
/** What a slow phone waits for, before compression. */
const PAGE_BYTES_MAX = 60_000
/** One text each, which is as long as it is: the list of all pages, operating a server, and what a list of members' requests answers. */
const LONG_PAGES: Readonly<Record<string, number>> = {
  '/docs': 92_000,
  '/docs/errors': 66_000,
  '/docs/api/statements': 66_000,
  '/docs/background/operating': 110_000,
  '/docs/api/redemptions': 80_000,
  '/docs/api/members': 80_000,
  '/docs/api/me-activity': 98_000,
  '/docs/api/partners': 70_000,
}

const idsOf = (page: string) => [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id ?? '')
const linksOf = (page: string) => [...page.matchAll(/\shref="([^"]+)"/g)].map(([, href]) => href ?? '')

describe('the docs', function () {
  this.timeout(60_000)
  const document = makeOpenApi(ROUTES) as Document
  const docs: Docs = makeDocs(document, ROUTES, { script: `/${SCRIPT}`, fontUrl: null, coalition: 'Entente' })
  const paths = [...docs.pages.keys()]
  let folder: string
  let api: RunningApi

  before(async function () {
    this.timeout(120_000)
    folder = mkdtempSync(join(tmpdir(), 'entente-docs-'))
    mkdirSync(join(folder, 'assets'))
    for (const file of [SCRIPT, 'wallet.html', 'till.html', 'operator.html', 'partner.html'])
      writeFileSync(join(folder, file), '//')
    api = await startApi(await sharedTestDatabase(), { webFolder: folder, rateLimits: { perAddressMax: 10_000 } })
  })

  after(async function () {
    await api.close()
    rmSync(folder, { recursive: true })
  })

  // By name: pages of people are led from a bare address to the public one, where nothing listens here.
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`http://localhost:${api.port}${path}`, { redirect: 'manual', ...init })
  const read = async (path: string) => (await ask(path)).text()

  /** As browsers ask: fetch of Node says by itself that it wants no copy. */
  const statusWith = (path: string, etag: string) =>
    new Promise((resolve, reject) => {
      const headers = { Host: 'localhost', 'If-None-Match': etag, 'Accept-Encoding': 'gzip' }
      request({ host: '127.0.0.1', port: api.port, path, headers }, (answer) => resolve(answer.resume().statusCode))
        .on('error', reject)
        .end()
    })

  it('are several pages: a welcome, guides, the reference and the errors', function () {
    expect(paths).to.include.members([
      '/docs',
      '/docs/quick-start',
      '/docs/guides/till',
      '/docs/guides/shop',
      '/docs/guides/partner-finance',
      '/docs/guides/auditor',
      '/docs/events',
      '/docs/webhooks',
      '/docs/errors',
      '/docs/api/purchases',
      '/docs/api/sign-in',
    ])
    expect(paths.filter((path) => path.startsWith('/docs/api/'))).to.have.length.above(15)
  })

  for (const path of paths)
    it(`show ${path}: one heading, one of each id, and the script of this server only`, async function () {
      const answer = await ask(path)
      const page = await answer.text()
      expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([200, 'text/html; charset=utf-8'])
      expect(page).to.match(/^<!doctype html>\n<html lang="en">/)
      expect(page.match(/<h1[ >]/g)).to.have.length(1)
      expect(page)
        .to.match(/<title>[^<]{3,} · Entente docs<\/title>/)
        .and.match(/name="description" content="[^"]{10,}"/)
      const ids = idsOf(page)
      expect(
        ids.filter((id, at) => ids.indexOf(id) !== at),
        'ids twice',
      ).to.deep.equal([])
      expect(page.match(/<script[^>]*>/g)).to.deep.equal([`<script type="module" src="/${SCRIPT}">`])
      expect(page).to.not.match(/\sstyle=|<[^>]+\son\w+=|(?:src|href)="(?:https?:)?\/\/(?!localhost)/)
      expect(page.length).to.be.below(LONG_PAGES[path] ?? PAGE_BYTES_MAX)
    })

  it('name each page differently, and mark where the reader is', async function () {
    const titles = await Promise.all(paths.map(async (path) => /<title>([^<]+)/.exec(await read(path))?.[1]))
    expect(new Set(titles).size).to.equal(titles.length)
    const page = await read('/docs/api/purchases')
    // In the sidebar and in the menu of phones.
    expect(page.match(/<a href="\/docs\/api\/purchases" aria-current="page">/g)).to.have.length(2)
  })

  it('link to pages and anchors that are there', async function () {
    const pages = new Map(await Promise.all(paths.map(async (path) => [path, await read(path)] as const)))
    const ids = new Map([...pages].map(([path, page]) => [path, new Set(idsOf(page))]))
    const elsewhere = new Set<string>()
    for (const [path, page] of pages) {
      for (const href of linksOf(page)) {
        const [target = '', anchor] = href.split('#')
        const place = target === '' ? path : target
        if (!pages.has(place)) elsewhere.add(href)
        else if (anchor !== undefined) expect(ids.get(place)?.has(anchor), `${path} links to ${href}`).to.equal(true)
      }
    }
    for (const href of elsewhere) {
      if (href.startsWith('http')) continue
      const { status } = await ask(href)
      expect(status, href).to.equal(href === '/readyz' ? 503 : 200)
    }
    for (const machine of ['/v1/status', '/healthz', '/readyz', '/openapi.json'])
      expect([...elsewhere], machine).to.include(machine)
  })

  it('show every operation on one page, with its path, a command and a call of the client', async function () {
    const pages = await Promise.all(paths.filter((one) => one.startsWith('/docs/api/')).map(read))
    for (const { operation, method, path } of ROUTES) {
      const found = pages.filter((page) => idsOf(page).includes(operation))
      expect(found, operation).to.have.length(1)
      expect(found[0], operation).to.include(`<code>${path}</code>`).and.include(`entente.${method.toUpperCase()}(<i>`)
    }
  })

  it('show every named object, and lead from the anchors of the old page to all of them', async function () {
    const welcome = await read('/docs')
    for (const { operation } of ROUTES) expect(idsOf(welcome)).to.include(operation)
    const names = Object.keys(document.components.schemas)
    const old = new Map([...welcome.matchAll(/<li id="schema-(\w+)"><a href="([^"]+)"/g)].map(([, n, to]) => [n, to]))
    expect([...old.keys()]).to.have.members(names)
  })

  it('explain every code at its own anchor', async function () {
    const ids = new Set(idsOf(await read('/docs/errors')))
    for (const code of Object.keys(PROBLEMS)) expect(ids.has(code), code).to.equal(true)
  })

  it('lead from the names of tags and from folders to the page that has them', async function () {
    const places = Object.fromEntries([...docs.redirects])
    expect(places).to.include({
      '/docs/api/batches': '/docs/api/receipts',
      '/docs/api/sessions': '/docs/api/sign-in',
      '/docs/api': '/docs#requests',
    })
    for (const [from, to] of docs.redirects) {
      const { status, headers } = await ask(from)
      expect([status, headers.get('location')], from).to.deep.equal([308, to])
    }
    const tags = new Set(Object.values(document.paths).flatMap((one) => Object.values(one).flatMap(({ tags: t }) => t)))
    for (const tag of tags) expect([200, 308], tag).to.include((await ask(`/docs/api/${tag}`)).status)
  })

  it('answer 304 to a browser that has the page, and headers only to HEAD', async function () {
    const first = await ask('/docs/api/purchases', { headers: { 'Accept-Encoding': 'gzip' } })
    const etag = first.headers.get('etag') ?? ''
    expect([first.headers.get('cache-control'), etag.length > 10]).to.deep.equal(['no-cache', true])
    expect(await statusWith('/docs/api/purchases', etag)).to.equal(304)
    expect(await statusWith('/docs/api/returns', etag)).to.equal(200)
    const head = await ask('/docs/api/purchases', { method: 'HEAD' })
    expect([head.status, (await head.text()).length]).to.deep.equal([200, 0])
  })

  it('are sent compressed, in the same words', async function () {
    for (const encoding of ['br', 'gzip'])
      expect(
        (await ask('/docs', { headers: { 'Accept-Encoding': encoding } })).headers.get('content-encoding'),
      ).to.equal(encoding)
    expect(await read('/docs/')).to.equal(docs.pages.get('/docs')?.())
  })

  it('run scripts of this server only, which talk to it alone, and have a form that stays here', async function () {
    for (const path of ['/docs', '/docs/api/purchases', '/docs/search?q=card']) {
      const policy = (await ask(path)).headers.get('content-security-policy')
      expect(policy?.split(';').toSorted(), path).to.deep.equal([
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "script-src 'self'",
        "style-src 'self'",
      ])
    }
  })

  it('know no other page and no other method', async function () {
    for (const path of [
      '/docs/nowhere',
      '/docs/api/nowhere',
      '/docs/guides/..%2ferrors',
      '/docs/api/__proto__',
      '/Docs',
    ])
      expect((await ask(path)).status, path).to.equal(404)
    for (const path of ['/docs', '/docs/api/purchases', '/docs/search', '/docs/api/batches']) {
      const { status, headers } = await ask(path, { method: 'POST' })
      expect([status, headers.get('allow')], path).to.deep.equal([405, 'GET'])
    }
  })

  it('can be read where no script was built', async function () {
    const bare = await startApi(await sharedTestDatabase(), { webFolder: join(folder, 'never built') })
    const page = await (await fetch(`${bare.url}/docs/api/purchases`)).text()
    expect(page).to.include('id="recordPurchase"').and.not.include('<script')
    await bare.close()
  })
})
