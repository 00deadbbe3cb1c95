import { expect } from 'chai'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'

import { SERVER_LIMITS } from '../../../server/api/http-server.ts'
import { BODY_BYTES_MAX } from '../../../server/api/route.ts'
import type { Database } from '../../../server/database/engine/client.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import { aPartner, send, type TestPartner } from './support/coalition.ts'
import { startApi, type RunningApi } from './support/running-api.ts'

/** Sends bytes as they are and reads until the server ends the connection. */
function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()))
    socket.on('error', reject)
  })
}

describe('the HTTP interface', function () {
  let db: Database
  let api: RunningApi
  let partner: TestPartner

  beforeEach(async function () {
    db = await sharedTestDatabase()
    api = await startApi(db, { limits: { ...SERVER_LIMITS, headersTimeoutMs: 400, requestTimeoutMs: 800 } })
    partner = await aPartner(api.deps)
  })

  afterEach(() => api.close())

  const postRaw = (raw: string | Uint8Array, headers: Record<string, string> = {}) =>
    send(api.url, '/v1/members/search', { key: partner.key, raw, headers })

  it('answers an unknown route with 404', async function () {
    const { status, headers, body } = await send(api.url, '/v1/nothing')
    expect([status, body.code]).to.deep.equal([404, 'unknown_route'])
    expect(headers.get('content-type')).to.include('application/problem+json')
    expect(body.type).to.equal('/docs/errors#unknown_route')
  })

  for (const path of ['/v1/purchases/', '/V1/status', '/v1/status/x', '//v1/status'])
    it(`knows ${path} as no route`, async function () {
      const { status } = await send(api.url, path)
      expect(status).to.equal(path === '/v1/purchases/' ? 401 : 404)
    })

  it('answers a wrong method with 405 and the methods that there are', async function () {
    const { status, headers, body } = await send(api.url, '/v1/purchases', { method: 'PUT' })
    expect([status, body.code, headers.get('allow')]).to.deep.equal([405, 'method_not_allowed', 'POST, GET'])
    expect((await send(api.url, '/healthz', { method: 'DELETE' })).headers.get('allow')).to.equal('GET')
  })

  it('answers a path that cannot be decoded with 400', async function () {
    const { status, body } = await send(api.url, '/v1/purchases/%E0%A4%A', { key: partner.key })
    expect([status, body.code]).to.deep.equal([400, 'malformed_request'])
  })

  for (const type of ['text/plain', 'application/xml', 'application/json; charset=latin1', 'multipart/form-data', ''])
    it(`refuses the content type "${type}" before the handler`, async function () {
      const { status, body } = await postRaw('{}', { 'Content-Type': type })
      expect([status, body.code]).to.deep.equal([415, 'unsupported_media_type'])
    })

  it('refuses a compressed body', async function () {
    const { status } = await postRaw(gzipSync('{}'), { 'Content-Encoding': 'gzip' })
    expect(status).to.equal(415)
  })

  it('reads a body of the largest size, and refuses one byte more', async function () {
    const padded = (bytes: number) => `{"kind":"card","value":"1"${' '.repeat(bytes - 27)}}`
    expect((await postRaw(padded(BODY_BYTES_MAX))).body.code).to.equal('identifier_malformed')
    const { status, body } = await postRaw(padded(BODY_BYTES_MAX + 1))
    expect([status, body.code, body.details.bytesMax]).to.deep.equal([413, 'body_too_large', BODY_BYTES_MAX])
  })

  for (const [what, raw] of Object.entries({
    'no JSON': '{"kind":',
    nothing: '',
    'a list': '[]',
    'a number': '1',
    null: 'null',
    '17 levels of nesting': '['.repeat(17) + ']'.repeat(17),
    '10,000 levels of nesting': '['.repeat(10_000),
    'a prototype': '{"kind":"card","value":"1","__proto__":{"a":1}}',
    'a constructor': '{"kind":"card","value":"1","constructor":{"a":1}}',
    infinity: '{"kind":"card","value":1e999}',
  }))
    it(`refuses ${what} as malformed`, async function () {
      const { status, body } = await postRaw(raw)
      expect([status, body.code]).to.deep.equal([400, 'malformed_request'])
    })

  it('refuses bytes that are not UTF-8', async function () {
    const { status, body } = await postRaw(new Uint8Array([0x22, 0xff, 0xfe, 0x22]))
    expect([status, body.code]).to.deep.equal([400, 'malformed_request'])
  })

  it('refuses a query parameter that the route does not have', async function () {
    const { body } = await send(api.url, '/v1/status?verbose=1')
    expect([body.status, body.code]).to.deep.equal([400, 'malformed_request'])
  })

  for (const key of ['a'.repeat(256), 'with space', ''])
    it(`refuses the Idempotency-Key "${key.slice(0, 12)}"`, async function () {
      const { status } = await send(api.url, '/v1/returns', {
        key: partner.key,
        body: {},
        headers: { 'Idempotency-Key': key },
      })
      expect(status).to.equal(400)
    })

  it('answers a client that sends its headers too slowly', async function () {
    const answer = await sendRaw(api.port, 'POST /v1/purchases HTTP/1.1\r\nHost: x\r\n')
    expect(answer)
      .to.match(/^HTTP\/1\.1 408 /)
      .and.to.include('"code":"request_timeout"')
  })

  it('answers a client that sends its body too slowly', async function () {
    const head = `POST /v1/purchases HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${partner.key}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`
    const answer = await sendRaw(api.port, head)
    expect(answer).to.match(/^HTTP\/1\.1 408 /)
  })

  it('answers a request that is not HTTP', async function () {
    expect(await sendRaw(api.port, 'HELO till\r\n\r\n')).to.match(/^HTTP\/1\.1 400 /)
  })

  it('answers headers that are too large with 431', async function () {
    expect(await sendRaw(api.port, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).to.match(
      /^HTTP\/1\.1 431 /,
    )
  })

  it('answers a request with an unknown Expect as if it had none', async function () {
    const head = ['GET /v1/ledger HTTP/1.1', 'Host: localhost', 'Expect: the-unexpected', 'Connection: close']
    const answer = await sendRaw(api.port, `${head.join('\r\n')}\r\n\r\n`)
    expect(answer).to.match(/^HTTP\/1\.1 200 OK\r\n/)
    expect(answer).to.include('Content-Security-Policy')
  })

  it('answers a condition of caches as if there were none: it has nothing to compare', async function () {
    const { status, headers, body } = await send(api.url, '/v1/rewards', { headers: { 'If-None-Match': '*' } })
    expect([status, body.data]).to.deep.equal([200, []])
    expect(headers.get('content-type')).to.equal('application/json; charset=utf-8')
  })

  it('tells browsers to load nothing from elsewhere and to run nothing', async function () {
    const { headers } = await send(api.url, '/v1/status')
    expect(headers.get('content-security-policy')).to.include("default-src 'none'").and.not.include('unsafe')
    expect(headers.get('x-powered-by')).to.equal(null)
    expect(headers.get('x-content-type-options')).to.equal('nosniff')
    expect(headers.get('access-control-allow-origin')).to.equal(null)
  })

  it('gives each answer its own request id', async function () {
    const ids = await Promise.all([1, 2].map(async () => (await send(api.url, '/healthz')).headers.get('x-request-id')))
    expect(new Set(ids).size).to.equal(2)
  })
})

describe('the rate limit', function () {
  let api: RunningApi
  let partner: TestPartner

  beforeEach(async function () {
    api = await startApi(await sharedTestDatabase(), { rateLimits: { perKeyMax: 3, perAddressMax: 2 } })
    partner = await aPartner(api.deps)
  })

  afterEach(() => api.close())

  const search = (key: string) =>
    send(api.url, '/v1/members/search', { key, body: { kind: 'email', value: 'a@example.com' } })

  it('stops a key after its requests, says when to go on, and leaves other keys alone', async function () {
    const statuses: number[] = []
    for (let count = 0; count < 4; count++) statuses.push((await search(partner.key)).status)
    expect(statuses).to.deep.equal([404, 404, 404, 429])
    const refused = await search(partner.key)
    expect(refused.body.code).to.equal('too_many_requests')
    expect(Number(refused.headers.get('retry-after'))).to.be.greaterThan(0)
    const other = await aPartner(api.deps, 'Corner Bakery')
    expect((await search(other.key)).status).to.equal(404)
  })

  it('counts wrong keys against the address', async function () {
    const statuses: number[] = []
    for (let count = 0; count < 3; count++)
      statuses.push((await search(`ent_${'0'.repeat(15)}${count}_${'0'.repeat(64)}`)).status)
    expect(statuses).to.deep.equal([401, 401, 429])
  })

  for (const [trustedProxies, statuses] of [
    [0, [404, 404, 429]],
    [1, [404, 404, 404]],
  ] as const)
    it(`takes the address from X-Forwarded-For as TRUSTED_PROXIES=${trustedProxies} says`, async function () {
      const other = await startApi(await sharedTestDatabase(), { rateLimits: { perAddressMax: 2 }, trustedProxies })
      const from = (address: string) =>
        send(other.url, '/v1/rewards/01900000-0000-7000-8000-000000000000', { headers: { 'X-Forwarded-For': address } })
      const answers = [await from('10.0.0.1'), await from('10.0.0.2'), await from('10.0.0.3')]
      await other.close()
      expect(answers.map(({ status }) => status)).to.deep.equal(statuses)
    })
})
