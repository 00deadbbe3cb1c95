import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { findDemoTill } from '../../../../../server/auth/demo-till.ts'
import { sharedTestDatabase } from '../../../../support/database.ts'
import { type RunningApi, startApi } from '../../support/running-api.ts'

const TILL = { partnerName: 'Harbour Books', key: 'ent_demo', cardNumber: '9000000000000019', pin: '2580' }

describe('GET /docs/demo-till', function () {
  let api: RunningApi

  before(async function () {
    api = await startApi(await sharedTestDatabase(), { overrides: { findDemoTill: () => TILL } })
  })
  after(() => api.close())

  const ask = (headers: Record<string, string> = {}) =>
    new Promise<{ status: number; body: string; headers: Record<string, unknown> }>((resolve, reject) => {
      const asked = request({
        host: '127.0.0.1',
        port: api.port,
        path: '/docs/demo-till',
        headers: { Host: 'localhost:1', ...headers },
      })
      asked.on('error', reject).on('response', (response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (text: string) => (body += text))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }))
      })
      asked.end()
    })

  it('shows a page of this machine what it may try with, and lets nobody keep it', async function () {
    const { status, body, headers } = await ask({ 'Sec-Fetch-Site': 'same-origin' })
    expect([status, headers['cache-control']]).to.deep.equal([200, 'no-store'])
    expect(JSON.parse(body)).to.deep.equal(TILL)
    expect(headers).to.include({ 'cross-origin-resource-policy': 'same-origin' })
    expect(headers['access-control-allow-origin']).to.equal(undefined)
  })

  for (const [who, headers] of Object.entries({
    'a page of another site': { 'Sec-Fetch-Site': 'cross-site' },
    'a page of another port': { 'Sec-Fetch-Site': 'same-site' },
    'a name that leads here (DNS rebinding)': { Host: 'evil.example' },
    'an address of the network': { Host: '192.168.0.7:8080' },
    'what a proxy passes on': { 'X-Forwarded-For': '203.0.113.9' },
    'what another proxy passes on': { Forwarded: 'for=203.0.113.9' },
    'a tunnel that says so': { Via: '1.1 tunnel' },
  }))
    it(`does not show it to ${who}, nor that it is there`, async function () {
      const { status, body } = await ask(headers)
      expect([status, JSON.parse(body).code]).to.deep.equal([404, 'unknown_route'])
      expect(body).to.not.include('ent_demo')
    })

  it('shows nothing where there was no demo', async function () {
    const bare = await startApi(await sharedTestDatabase())
    expect((await fetch(`${bare.url}/docs/demo-till`)).status).to.equal(404)
    await bare.close()
  })
})

describe('findDemoTill', function () {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'entente-demo-till-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  const find = (keys: unknown, members: unknown) => {
    const files = { demoKeys: join(folder, 'keys.json'), demoMembers: join(folder, 'members.json') }
    for (const [file, content] of [
      [files.demoKeys, keys],
      [files.demoMembers, members],
    ] as const)
      if (content !== undefined) writeFileSync(file, JSON.stringify(content))
    return findDemoTill(files)
  }
  const keys = {
    partners: [{ partnerId: 1, name: TILL.partnerName, currency: 'GBP', key: TILL.key, countries: ['*'] }],
  }
  const members = {
    cards: [{ cardNumber: TILL.cardNumber, pin: TILL.pin }],
    wallets: [{ privateKey: '0x1' }],
    passkeys: [],
  }

  it('reads the first till and the first card, and no key of a member', function () {
    expect(find(keys, members)).to.deep.equal(TILL)
  })

  for (const [what, given] of Object.entries({
    'no demo': [undefined, undefined],
    'a demo that has no members yet': [keys, undefined],
    'a demo that has no tills yet': [undefined, members],
    'files of something else': [{ partners: [] }, { cards: [] }],
  }))
    it(`finds nothing where there is ${what}`, function () {
      expect(find(given[0], given[1])).to.equal(null)
    })
})
