import { expect } from 'chai'

import { canaryOf, watchSecrets } from '../../../proof/api/canaries.ts'
import { readDocument } from '../../../proof/api/document.ts'
import { judge } from '../../../proof/api/judge.ts'
import type { FuzzRequest } from '../../../proof/api/make-request.ts'
import { judgeRaw, makeRaw } from '../../../proof/api/raw-requests.ts'
import { ANSWER_MS_MAX, asCurl, type WireAnswer } from '../../../proof/api/send.ts'
import type { Caller, World } from '../../../proof/api/world.ts'

const document = readDocument()
const watch = watchSecrets()
const world = { watch } as World

const caller = (kind: Caller['kind'], partner: number, member = 0): Caller => ({
  kind,
  name: kind,
  headers: {},
  owner: { partner, member },
  scopes: [],
})

const request = (more: Partial<FuzzRequest> = {}): FuzzRequest => ({
  number: 1,
  origin: 'valid',
  operation: 'listPurchases',
  caller: caller('partner', 1),
  method: 'GET',
  target: '/v1/purchases?limit=1',
  headers: {},
  body: null,
  ...more,
})

const answer = (status: number, body: unknown, more: Partial<WireAnswer> = {}): WireAnswer => ({
  status,
  headers: { 'content-type': status < 400 ? 'application/json; charset=utf-8' : 'application/problem+json' },
  text: JSON.stringify(body),
  ms: 5,
  ...more,
})

const page = (data: unknown[] = []) => ({ data, nextCursor: null })
const problem = (status: number, code: string) => ({
  type: `/docs/errors#${code}`,
  title: 'A problem',
  status,
  detail: 'Something is not as it should be.',
  code,
  requestId: '01a226ab-70c0-7000-973c-6aaafa4e2ddf',
})
const verdict = (asked: FuzzRequest, given: WireAnswer) => judge({ world, document }, asked, given)

describe('the judge of npm run fuzz:api', function () {
  it('is content with what the document promises', function () {
    expect(verdict(request(), answer(200, page()))).to.deep.equal([])
    expect(verdict(request(), answer(403, problem(403, 'scope_missing')))).to.deep.equal([])
    const nowhere = request({ target: '/v1/nowhere' })
    expect(verdict(nowhere, answer(404, problem(404, 'unknown_route')))).to.deep.equal([])
  })

  for (const [what, given, found] of [
    ['an answer with 500', answer(500, problem(500, 'internal_error')), 'answered with 500'],
    ['an answer that comes too late', answer(200, page(), { ms: ANSWER_MS_MAX + 1 }), 'took'],
    ['a body against its schema', answer(200, { data: [] }), 'against its schema'],
    ['a status that is not promised', answer(402, problem(402, 'pay_first')), 'not in the document'],
    ['a code that this route does not promise', answer(403, problem(403, 'origin_refused')), 'not in the document'],
    ['a refusal that is no problem', answer(403, 'no', { headers: { 'content-type': 'text/plain' } }), 'as text/plain'],
    ['no JSON', answer(200, page(), { text: '{"data":[' }), 'against its schema'],
  ] as const)
    it(`finds ${what}`, function () {
      expect(verdict(request(), given).join('\n')).to.include(found)
    })

  it('finds a route that is in no document', function () {
    expect(verdict(request({ target: '/v1/secret' }), answer(200, {}))[0]).to.include('is in no document')
  })

  describe('finds what is somebody else’s', function () {
    const showing = (who: Caller, text: string) =>
      verdict(request({ caller: who }), answer(200, page(), { text: JSON.stringify({ ...page(), text }) })).filter(
        (what) => what.includes("somebody else's"),
      )

    const mine = canaryOf({ partner: 1, member: 7 }, 1)
    const theirs = canaryOf({ partner: 2, member: 7 }, 2)

    it('in what partners are shown', function () {
      expect(showing(caller('partner', 1), mine)).to.deep.equal([])
      expect(showing(caller('partner', 1), `x ${theirs} y`)).to.have.length(1)
      expect(showing(caller('nobody', 0), mine)).to.have.length(1)
    })

    it('in what members and holders of approval links are shown', function () {
      expect(showing(caller('member', 0, 7), mine + theirs)).to.deep.equal([])
      expect(showing(caller('member', 0, 8), mine)).to.have.length(1)
      expect(showing(caller('approval', 1, 7), mine)).to.deep.equal([])
      expect(showing(caller('approval', 1, 8), mine)).to.have.length(1)
    })

    it('where it is a secret, of operators too', function () {
      const key = `ent_${'0'.repeat(16)}_${'a'.repeat(64)}`
      watch.add(key, { partner: 2, member: 0 })
      expect(showing(caller('partner', 2), key)).to.deep.equal([])
      expect(showing(caller('partner', 1), key)).to.have.length(1)
      expect(showing(caller('operator', 0), key)).to.have.length(1)
      expect(showing(caller('operator', 0), theirs)).to.deep.equal([])
    })
  })
})

describe('bytes on the socket of npm run fuzz:api', function () {
  it('are the same for the same seed and number', function () {
    for (let number = 0; number < 50; number += 1)
      expect(makeRaw({ seed: 3, number })).to.deep.equal(makeRaw({ seed: 3, number }))
    expect(makeRaw({ seed: 3, number: 1 }).bytes).not.to.deep.equal(makeRaw({ seed: 4, number: 1 }).bytes)
  })

  it('are judged: a hidden request that is answered, a 5xx, a file, and a connection that stays open', function () {
    const smuggled = { number: 1, name: 'smuggling: two lengths', bytes: Buffer.from('') }
    const ok = 'HTTP/1.1 400 Bad Request\r\n\r\n'
    expect(judgeRaw(smuggled, { text: ok, isClosed: true })).to.deep.equal([])
    expect(judgeRaw(smuggled, { text: `${ok}HTTP/1.1 200 OK\r\n\r\n`, isClosed: true })).to.have.length(1)
    expect(judgeRaw(smuggled, { text: 'HTTP/1.1 502 Bad Gateway\r\n\r\n', isClosed: true })).to.have.length(1)
    expect(judgeRaw(smuggled, { text: 'root:x:0:0:root', isClosed: true })).to.have.length(1)
    expect(judgeRaw(smuggled, { text: '', isClosed: false })).to.have.length(1)
  })
})

describe('a request for a shell', function () {
  it('has every byte of the body, and every header as it was', function () {
    const body = new Uint8Array([0, 255, 39, 10])
    const headers = { Authorization: "Bearer it's", Empty: '' }
    const shown = asCurl(8_080, { method: 'PUT', target: '/v1/%00?a=b', headers, body })
    expect(shown).to.match(/^printf %s AP8nCg== \| base64 -d \| curl .*-X PUT /)
    expect(shown).to.include(`-H 'Authorization: Bearer it'\\''s'`).and.include(`-H 'Empty;'`)
    expect(shown).to.include(`'http://127.0.0.1:8080/v1/%00?a=b'`)
  })
})
