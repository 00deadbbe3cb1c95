import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { expect } from 'chai'

import { createEntente, type EntenteOptions } from '../../client/client.ts'
import { EntenteProblem, EntenteUnreachable } from '../../client/problem.ts'
import { RETRY_AFTER_MS_MAX } from '../../client/retry.ts'

interface Script {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

const SALE = { orderRef: 'T1', member: { kind: 'card', value: '1' }, currency: 'GBP', amountMinor: '1999' } as const
const PURCHASE = { ...SALE, occurredAt: '2026-11-23T10:15:00Z' }
const DONE: Script = { status: 200, body: { name: 'done' } }
const problem = (status: number, code: string, headers: Record<string, string> = {}): Script => ({
  status,
  body: { code, title: 'No', detail: 'Not now.', status },
  headers: { 'Content-Type': 'application/problem+json', 'X-Request-Id': 'r-1', ...headers },
})
/** As a proxy answers for a server that it does not reach. */
const proxyError = (status: number): Script => ({ status, headers: { 'Content-Type': 'text/html' } })

describe('@entente/client', function () {
  let server: Server
  let script: Script[]
  let asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[]

  beforeEach(async function () {
    script = []
    asked = []
    server = createServer((request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { method = '', url = '', headers } = request
        asked.push({ method, url, headers, body: Buffer.concat(chunks).toString() })
        const next = script.shift()
        if (next === undefined) return request.socket.destroy()
        response.writeHead(next.status, { 'Content-Type': 'application/json', ...next.headers })
        response.end(next.body === undefined ? '<p>no</p>' : JSON.stringify(next.body))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })

  afterEach(() => {
    server.close()
    server.closeAllConnections()
  })

  const client = (options: Partial<EntenteOptions> = {}) =>
    createEntente({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      apiKey: 'ent_1',
      retryMs: 1,
      ...options,
    })
  const failure = (asking: Promise<unknown>) =>
    asking.then(
      () => null,
      (error: unknown) => error as EntenteProblem,
    )

  it('sends the key, the parameters and the body, and gives the answer with its response', async function () {
    script = [{ status: 201, body: { purchaseId: 'p' } }]
    const { data, response } = await client().POST('/v1/purchases', { body: PURCHASE })
    expect([data.purchaseId, response.status]).to.deep.equal(['p', 201])
    expect(asked[0]).to.include({ method: 'POST', url: '/v1/purchases', body: JSON.stringify(PURCHASE) })
    expect(asked[0]?.headers.authorization).to.equal('Bearer ent_1')
    script = [DONE]
    await client()
      .withKey('ent_2')
      .GET('/v1/members/{memberId}', { params: { path: { memberId: 'a/b' } } })
    expect([asked[1]?.url, asked[1]?.headers.authorization]).to.deep.equal(['/v1/members/a%2Fb', 'Bearer ent_2'])
  })

  it('throws a refusal with its code, its details and the id of the request', async function () {
    script = [{ ...problem(422, 'points_insufficient'), body: { code: 'points_insufficient', details: { left: '1' } } }]
    const error = await failure(client().GET('/v1/partner'))
    expect(error).to.be.instanceOf(EntenteProblem)
    expect(error).to.include({ code: 'points_insufficient', status: 422, requestId: 'r-1' })
    expect(error?.details).to.deep.equal({ left: '1' })
  })

  it('gives a request that takes an Idempotency-Key one, the same at each try, and leaves a given one', async function () {
    script = [problem(503, 'service_unavailable'), DONE, DONE, DONE]
    await client().POST('/v1/purchases', { body: PURCHASE })
    const [first, second] = asked.map(({ headers }) => headers['idempotency-key'])
    expect(first).to.be.a('string').and.to.equal(second)
    await client().POST('/v1/purchases', { params: { header: { 'Idempotency-Key': 'T1' } }, body: PURCHASE })
    expect(asked[2]?.headers['idempotency-key']).to.equal('T1')
    await client().POST('/v1/purchases/quote', { body: { currency: 'GBP', amountMinor: '1' } })
    expect(asked[3]?.headers).to.not.have.property('idempotency-key')
  })

  it('sends again what the server put off, as often as it may', async function () {
    script = [problem(429, 'too_many_requests'), problem(503, 'service_unavailable'), DONE]
    await client().POST('/v1/charities', { body: { name: 'A' } })
    expect(asked).to.have.length(3)
    script = Array.from({ length: 3 }, () => problem(503, 'service_unavailable'))
    expect(await failure(client({ triesMax: 2 }).GET('/v1/status'))).to.include({ code: 'service_unavailable' })
    expect(asked).to.have.length(5)
  })

  it('waits as long as Retry-After says, but not for longer than a minute', async function () {
    script = [problem(429, 'too_many_requests', { 'Retry-After': '1' }), DONE]
    const began = performance.now()
    await client().GET('/v1/status')
    expect(performance.now() - began).to.be.within(990, 5_000)
    script = [problem(429, 'too_many_requests', { 'Retry-After': String(RETRY_AFTER_MS_MAX / 1_000 + 1) }), DONE]
    expect(await failure(client().GET('/v1/status'))).to.include({ code: 'too_many_requests' })
  })

  it('does not repeat what may have been done, unless that does no harm', async function () {
    script = [proxyError(502), DONE]
    expect(await failure(client().POST('/v1/passkey-challenges'))).to.include({ code: 'http_502' })
    script = [proxyError(502), DONE, proxyError(504), DONE]
    await client().GET('/v1/status')
    await client().POST('/v1/purchases', { body: PURCHASE })
    script = [proxyError(502), DONE]
    await client({ mayRepeat: () => true }).POST('/v1/passkey-challenges')
    expect(asked).to.have.length(7)
  })

  it('says when nobody answers, or not in JSON', async function () {
    expect(await failure(client().POST('/v1/passkey-challenges'))).to.be.instanceOf(EntenteUnreachable)
    expect(asked).to.have.length(1)
    script = [{ status: 200 }]
    expect(await failure(client().GET('/v1/status'))).to.be.instanceOf(EntenteUnreachable)
  })

  it('does not wait for an answer for ever', async function () {
    const fetch = (request: Request) =>
      new Promise<Response>((_, reject) => {
        request.signal.addEventListener('abort', () => reject(request.signal.reason as Error))
      })
    const hanging = createEntente({ baseUrl: 'http://127.0.0.1:1', timeoutMs: 20, triesMax: 2, retryMs: 1, fetch })
    expect(await failure(hanging.GET('/v1/status'))).to.be.instanceOf(EntenteUnreachable)
  })
})
