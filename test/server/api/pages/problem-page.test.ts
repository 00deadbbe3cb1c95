import { expect } from 'chai'

import { ENTENTE } from '../../../../server/api/pages/coalition.ts'
import { LANDING_TEXTS } from '../../../../server/api/pages/landing-texts.ts'
import { renderProblemPage } from '../../../../server/api/pages/problem-page.ts'
import { sharedTestDatabase } from '../../../support/database.ts'
import { startApi, type RunningApi } from '../support/running-api.ts'

const BROWSER = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }
const texts = LANDING_TEXTS.en.problems

describe('what a browser is shown in place of a page', function () {
  let api: RunningApi

  beforeEach(async function () {
    api = await startApi(await sharedTestDatabase())
  })

  afterEach(() => api.close())

  const ask = (
    path: string,
    { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
  ) => fetch(`${api.url}${path}`, { method, headers: { ...BROWSER, ...headers } })

  for (const path of ['/nowhere', '/till/nowhere', '/docs/nowhere', '/v1', '/assets/nowhere.js'])
    it(`says at ${path} that there is no page, what to quote, and where to go`, async function () {
      const answer = await ask(path)
      expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([404, 'text/html; charset=utf-8'])
      expect(answer.headers.get('cache-control')).to.equal('no-store')
      const page = await answer.text()
      expect(page)
        .to.include(texts.notFound.title)
        .and.to.include('<code>unknown_route</code>')
        .and.to.include(`<code>${String(answer.headers.get('x-request-id'))}</code>`)
        .and.to.include('href="/?lang=en"')
        .and.to.include('<meta name="robots" content="noindex" />')
    })

  it('is in the language of the browser', async function () {
    const page = await (await ask('/nowhere', { headers: { 'Accept-Language': 'fr' } })).text()
    expect(page).to.include('<html lang="fr"').and.to.include(LANDING_TEXTS.fr.problems.notFound.title)
  })

  it('has words for each status that a browser meets', async function () {
    for (const [path, method, status, kind] of [
      ['/pictures/%E0%A4%A', 'GET', 400, 'malformed'],
      ['/docs', 'POST', 405, 'notThisWay'],
      ['/till', 'GET', 404, 'notFound'],
    ] as const) {
      const answer = await ask(path, { method })
      expect(answer.status, path).to.equal(status)
      expect(await answer.text(), path).to.include(texts[kind].title)
    }
  })

  it('tells a fault of ours from one of the visitor, in each language', function () {
    const site = { coalition: ENTENTE, publicUrl: 'https://points.example' }
    for (const language of ['en', 'fr'] as const)
      for (const [status, kind] of [
        [403, 'refused'],
        [409, 'malformed'],
        [500, 'ours'],
        [502, 'ours'],
        [503, 'busy'],
      ] as const) {
        const page = renderProblemPage(site, language, { status, code: 'some_code', requestId: 'r-1' })
        expect(page, `${language} ${status}`)
          .to.include(LANDING_TEXTS[language].problems[kind].title)
          .and.to.include('<code>some_code</code>')
          .and.to.include(`<span class="status">${status}</span>`)
      }
  })

  it('says when to come back, where there are too many requests', async function () {
    await api.close()
    api = await startApi(await sharedTestDatabase(), { rateLimits: { perAddressMax: 1 } })
    await ask('/docs')
    const answer = await ask('/docs')
    expect(answer.status).to.equal(429)
    expect(Number(answer.headers.get('retry-after'))).to.be.greaterThan(0)
    expect(await answer.text())
      .to.include(texts.tooMany.title)
      .and.to.include('too_many_requests')
  })

  it('is no page below /v1, where the API answers as its document says', async function () {
    for (const [path, code] of [
      ['/v1/nowhere', 'unknown_route'],
      ['/v1/rewards/%E0%A4%A', 'malformed_request'],
      ['/v1/partners/2/next-key', 'method_not_allowed'],
    ] as const) {
      const problem = await ask(path)
      expect(problem.headers.get('content-type'), path).to.match(/^application\/problem\+json/)
      expect(((await problem.json()) as { code: string }).code, path).to.equal(code)
    }
  })

  it('is no page for a program, or for a script of a page', async function () {
    for (const headers of [
      { Accept: '' },
      { Accept: '*/*' },
      { Accept: 'application/json' },
      { Accept: 'application/problem+json' },
    ]) {
      const problem = await fetch(`${api.url}/nowhere`, { headers })
      expect(problem.headers.get('content-type'), JSON.stringify(headers)).to.match(/^application\/problem\+json/)
      expect(((await problem.json()) as { code: string }).code).to.equal('unknown_route')
    }
  })

  it('shows nothing of the address as markup', async function () {
    const page = await (await ask('/<script>alert(1)</script>?lang="><script>')).text()
    expect(page).to.not.include('<script')
  })
})
