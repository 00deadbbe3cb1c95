import { expect } from 'chai'

import { renderSecurityText, SECURITY_TEXT_DAYS } from '../../../../server/api/pages/security-text.ts'
import type { Database } from '../../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../../support/database.ts'
import { send } from '../support/coalition.ts'
import { NOW, startApi, type RunningApi } from '../support/running-api.ts'

const PATH = '/.well-known/security.txt'
const DAY_MS = 86_400_000
const contacts = ['mailto:security@example.com', 'https://example.com/report']

describe('GET /.well-known/security.txt', function () {
  let db: Database
  let api: RunningApi

  afterEach(() => api.close())

  async function start(securityContacts: readonly string[]) {
    db = await sharedTestDatabase()
    api = await startApi(db, { overrides: { securityContacts } })
  }

  it('says where weaknesses are reported, as plain text, and until when that holds', async function () {
    await start(contacts)
    const answer = await fetch(`${api.url}${PATH}`)
    expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([200, 'text/plain; charset=utf-8'])
    const fields = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/: (.*)/, 2))
    const expires = new Date(NOW.getTime() + SECURITY_TEXT_DAYS * DAY_MS)
    expect(fields).to.deep.equal([
      ['Contact', contacts[0]],
      ['Contact', contacts[1]],
      ['Expires', expires.toISOString()],
      ['Preferred-Languages', 'en, fr'],
    ])
  })

  it('ends later when it is asked for later, and always within a year', async function () {
    await start(contacts)
    const expiry = async () =>
      Date.parse(/^Expires: (.*)$/m.exec(await (await fetch(`${api.url}${PATH}`)).text())?.[1] ?? '')
    const first = await expiry()
    api.clock.advance(40 * DAY_MS)
    expect((await expiry()) - first).to.equal(40 * DAY_MS)
    expect(SECURITY_TEXT_DAYS).to.be.below(365)
  })

  it('is no route where no contact is set', async function () {
    await start([])
    const { status, headers, body } = await send(api.url, PATH)
    expect([status, body.code]).to.deep.equal([404, 'unknown_route'])
    expect(headers.get('content-type')).to.include('application/problem+json')
  })
})

describe('renderSecurityText', function () {
  it('names its own address where that is https, and nowhere else', function () {
    const canonicalAt = (publicUrl: string) =>
      /^Canonical: (.*)$/m.exec(renderSecurityText({ contacts, publicUrl, now: NOW }))?.[1]
    expect(canonicalAt('https://points.example.com')).to.equal('https://points.example.com/.well-known/security.txt')
    expect(canonicalAt('http://localhost:8080')).to.equal(undefined)
  })
})
