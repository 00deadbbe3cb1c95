import { expect } from 'chai'

import { makeOpenApi } from '../../../../../server/api/openapi.ts'
import type { Document } from '../../../../../server/api/pages/docs/document.ts'
import {
  createSearch,
  QUERY_CHARACTERS_MAX,
  RESULTS_MAX,
  wordsOf,
} from '../../../../../server/api/pages/docs/search.ts'
import { makeDocs } from '../../../../../server/api/pages/docs/site.ts'
import { ROUTES } from '../../../../../server/api/routes.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { type RunningApi, startApi } from '../../support/running-api.ts'

describe('the search of the docs', function () {
  const search = makeDocs(makeOpenApi(ROUTES) as Document, ROUTES, {
    script: null,
    fontUrl: null,
    coalition: 'Entente',
  }).search()
  const first = (query: string) => search(query)[0]?.path
  let api: RunningApi

  before(async function () {
    api = await startApi(await sharedTestDatabase())
  })
  after(() => api.close())

  for (const [query, path] of [
    ['recordPurchase', '/docs/api/purchases#recordPurchase'],
    ['record a purchase', '/docs/api/purchases#recordPurchase'],
    ['POST /v1/redemptions', '/docs/api/redemptions#holdPoints'],
    ['points_insufficient', '/docs/errors#points_insufficient'],
    ['HeldRedemption', '/docs/api/redemptions#schema-HeldRedemption'],
    ['quick start', '/docs/quick-start'],
    ['webhooks', '/docs/webhooks'],
    ['when no answer comes', '/docs/guides/till#when-no-answer-comes'],
  ] as const)
    it(`finds ${path} for "${query}"`, function () {
      expect(search(query).map((one) => one.path)).to.include(path)
      if (query !== 'when no answer comes' && query !== 'webhooks') expect(first(query)).to.equal(path)
    })

  it('finds what begins as it was typed so far, in any case', function () {
    expect(search('RECORDPUR').map(({ path }) => path)).to.include('/docs/api/purchases#recordPurchase')
    expect(search('idempot').map(({ path }) => path)).to.include('/docs/errors#idempotency_key_reused')
  })

  it('finds what has every word, and nothing for a word that is nowhere', function () {
    expect(search('purchase quixotic')).to.deep.equal([])
    expect(search('void redemption').map(({ path }) => path)).to.include('/docs/api/redemptions#voidRedemption')
  })

  it('shows the words where they stand', function () {
    const found = search('Idempotent-Replayed').find(({ path }) => path === '/docs/api/purchases#recordPurchase')
    expect(found?.excerpt).to.include('Idempotent-Replayed')
  })

  it('answers nothing to nothing, and reads no more than it says', function () {
    for (const nothing of ['', '   ', '???', '\u0000', '%', '.*']) expect(search(nothing), nothing).to.deep.equal([])
    const long = `${'x'.repeat(QUERY_CHARACTERS_MAX)} purchase`
    expect(search(long)).to.deep.equal([])
    const words = Array.from({ length: 8 }, () => 'purchase').join(' ')
    expect(search(`${words} quixotic`)).to.have.length.above(0)
    expect(search(`${words.slice(9)} quixotic`)).to.deep.equal([])
    expect(search('a').length).to.equal(RESULTS_MAX)
  })

  it('puts a whole word before its beginnings, and titles before texts', function () {
    const entry = (title: string, text = '') => ({ path: `/${title}`, title, where: '', names: [], text })
    const found = createSearch([entry('tilling'), entry('other', 'a till'), entry('till')])('till')
    expect(found.map(({ title }) => title)).to.deep.equal(['till', 'tilling', 'other'])
  })

  it('reads camel case, dashes and accents as words', function () {
    expect(wordsOf('recordPurchase Idempotency-Key café')).to.deep.equal([
      'record',
      'purchase',
      'idempotency',
      'key',
      'cafe',
    ])
  })

  it('is a page that needs no script, and shows what was typed as text', async function () {
    const ask = async (query: string) => (await fetch(`${api.url}/docs/search?${query}`)).text()
    const found = await ask('q=record+purchase')
    expect(found).to.include('href="/docs/api/purchases#recordPurchase"').and.include('value="record purchase"')
    const hostile = await ask(`q=${encodeURIComponent('"><script>alert(1)</script><i x=\'')}`)
    expect(hostile).to.include('&lt;script&gt;').and.not.include('<script>')
    expect(await ask('q=quixotic')).to.include('Nothing was found for <q>quixotic</q>')
    for (const odd of ['', 'q=', 'q[]=a&q[]=b', 'q=a&q=b', 'q[x]=1'])
      expect(await ask(odd)).to.include('Type a word above')
  })

  it('answers programs with the best few', async function () {
    const ask = async (query: string) => (await fetch(`${api.url}/docs/search.json?q=${query}`)).json()
    const { results, more } = (await ask('purchase')) as { results: { path: string }[]; more: boolean }
    expect([results.length, more]).to.deep.equal([8, true])
    expect(await ask('quixotic')).to.deep.equal({ results: [], more: false })
  })
})
