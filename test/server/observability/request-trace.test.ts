import { expect } from 'chai'

import {
  beginRequest,
  endRequest,
  noteRecorded,
  readTraceparent,
  requestNow,
  runInTrace,
} from '../../../server/observability/request-trace.ts'
import {
  type EndedSpan,
  keepShare,
  placeIn,
  SPAN_LINKS_MAX,
  traceOf,
  type Traces,
} from '../../../server/observability/traces.ts'

const REQUEST = '0199ab7f-90c3-7d4e-8a31-1f2e3d4c5b6a'
const TRACE = 'a'.repeat(32)
const SPAN = 'b'.repeat(16)
const AT = new Date('2026-11-23T12:00:00Z')

describe('readTraceparent', function () {
  it('reads whose trace it is, and whether its caller keeps it', () => {
    const place = { traceId: TRACE, spanId: SPAN }
    expect(readTraceparent(`00-${TRACE}-${SPAN}-01`)).to.deep.equal({ place, isSampled: true })
    expect(readTraceparent(`00-${TRACE}-${SPAN}-00`)).to.deep.equal({ place, isSampled: false })
    // A later version may say more, and begins as this one does.
    expect(readTraceparent(`01-${TRACE}-${SPAN}-03-more`)).to.deep.equal({ place, isSampled: true })
  })

  for (const header of [
    undefined,
    '',
    `00-${TRACE}-${SPAN}`,
    `00-${TRACE}-${SPAN}-01-more`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`,
  ])
    it(`takes ${JSON.stringify(header)} for none`, () => {
      expect(readTraceparent(header)).to.equal(null)
    })
})

describe('the trace of a request', function () {
  const told: EndedSpan[] = []
  const traces = (share: number): Traces => ({
    isKept: keepShare(share),
    tell: (span) => void told.push(span),
    close: async () => undefined,
  })
  const ended = { name: 'GET /v1/x', until: AT, attributes: {}, failure: null }
  beforeEach(() => void told.splice(0))

  it('is named by the id of the request where nobody began one', () => {
    const trace = beginRequest(REQUEST, undefined, AT)
    expect(trace.place.traceId).to.equal('0199ab7f90c37d4e8a311f2e3d4c5b6a')
    endRequest(traces(1), trace, ended)
    expect(told.map(({ parent, kind }) => ({ parent, kind }))).to.deep.equal([{ parent: null, kind: 'server' }])
  })

  it("is its caller's where one was begun, and is left out where the caller keeps none", () => {
    endRequest(traces(1), beginRequest(REQUEST, `00-${TRACE}-${SPAN}-01`, AT), ended)
    expect(told[0]?.parent).to.deep.equal({ traceId: TRACE, spanId: SPAN })
    expect(told[0]?.place.traceId).to.equal(TRACE)
    endRequest(traces(1), beginRequest(REQUEST, `00-${TRACE}-${SPAN}-00`, AT), ended)
    expect(told).to.have.length(1)
  })

  it('is kept beyond the share only where it recorded something that is kept', () => {
    const lucky = beginRequest(REQUEST, `00-${TRACE}-${SPAN}-01`, AT)
    endRequest(traces(0), lucky, ended)
    expect(told).to.have.length(0)
    noteRecorded(lucky, placeIn(REQUEST, 'purchase'), true)
    endRequest(traces(0), lucky, ended)
    expect(told.map(({ links }) => links)).to.deep.equal([[placeIn(REQUEST, 'purchase')]])
  })

  it('links to as much as a span may link to', () => {
    const many = beginRequest(REQUEST, undefined, AT)
    for (let at = 0; at <= SPAN_LINKS_MAX; at++) noteRecorded(many, placeIn(REQUEST, String(at)), true)
    expect(many.links).to.have.length(SPAN_LINKS_MAX)
  })

  it('is found by all that runs for the request, and by nothing else', async () => {
    const first = beginRequest(REQUEST, undefined, AT)
    const second = beginRequest(REQUEST.replace('0199', '0200'), undefined, AT)
    const found: unknown[] = []
    const look = async () => {
      await new Promise((resolve) => setImmediate(resolve))
      found.push(requestNow())
    }
    const { promise, resolve } = Promise.withResolvers<undefined>()
    runInTrace(first, () => void look())
    runInTrace(second, () => void look().then(() => resolve(undefined)))
    await promise
    expect(found).to.deep.equal([first, second])
    expect(requestNow()).to.equal(null)
  })
})

describe('keepShare', function () {
  it('keeps all of 1, none of 0, and the same half in every process', () => {
    const low = `${'f'.repeat(20)}7fffffffffff`
    const high = `${'0'.repeat(20)}800000000000`
    expect([keepShare(1)('f'.repeat(32)), keepShare(0)('0'.repeat(32))]).to.deep.equal([true, false])
    expect([keepShare(0.5)(low), keepShare(0.5)(high)]).to.deep.equal([true, false])
  })

  it('reads the random end of an id, not the time at its beginning', () => {
    const sameMoment = REQUEST.replace('1f2e3d4c5b6a', 'ff2e3d4c5b6a')
    expect([REQUEST, sameMoment].map((id) => keepShare(0.5)(traceOf(id)))).to.deep.equal([true, false])
  })
})
