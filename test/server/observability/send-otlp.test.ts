import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

import { expect } from 'chai'

import { openOtlp, SPANS_WAITING_MAX } from '../../../server/observability/send-otlp.ts'
import { type EndedSpan, placeIn, SPAN_ATTRIBUTES } from '../../../server/observability/traces.ts'
import { type OtlpReceiver, startOtlpReceiver } from '../../support/otlp-receiver.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const AT = new Date('2026-11-23T12:00:00.250Z')
const ID = '0199ab7f-90c3-7d4e-8a31-1f2e3d4c5b6a'

const span = (changed: Partial<EndedSpan> = {}): EndedSpan => ({
  name: 'accept',
  kind: 'internal',
  place: placeIn(ID, 'accept'),
  parent: placeIn(ID, 'request'),
  from: AT,
  until: new Date(AT.getTime() + 7),
  attributes: { 'entente.entries': 1, 'entente.operation': 'recordPurchase' },
  links: [placeIn(ID, 'purchase')],
  failure: null,
  ...changed,
})

describe('openOtlp', function () {
  let receiver: OtlpReceiver
  beforeEach(async () => {
    receiver = await startOtlpReceiver()
  })
  afterEach(() => receiver.close())

  function open(endpoint = receiver.url) {
    const counted = { sent: 0, lost: 0 }
    const terms = { endpoint, headers: { 'x-tenant': 'entente' }, serviceName: 'points', processName: 'one', share: 1 }
    const traces = openOtlp(terms, {
      onSent: (spans) => (counted.sent += spans),
      onLost: (spans) => (counted.lost += spans),
    })
    return { counted, tell: traces.tell, close: traces.close }
  }

  it('sends spans as they are, with the headers that were asked for', async () => {
    const traces = open(`${receiver.url}/`)
    traces.tell(span())
    traces.tell(span({ kind: 'server', parent: null, links: [], failure: 'internal_error' }))
    await traces.close()
    expect(receiver.headers.map((headers) => headers['x-tenant'])).to.deep.equal(['entente'])
    const { traceId, spanId } = placeIn(ID, 'accept')
    const { traceId: linked, spanId: link } = placeIn(ID, 'purchase')
    expect(receiver.spans[0]).to.deep.equal({
      traceId,
      spanId,
      parent: placeIn(ID, 'request').spanId,
      name: 'accept',
      kind: 1,
      fromMs: AT.getTime(),
      untilMs: AT.getTime() + 7,
      attributes: { 'entente.entries': 1, 'entente.operation': 'recordPurchase' },
      links: [`${linked}/${link}`],
      failure: null,
      service: 'points',
    })
    expect(receiver.spans[1]).to.include({ kind: 2, parent: null, failure: 'internal_error' })
    expect(traces.counted).to.deep.equal({ sent: 2, lost: 0 })
  })

  it('drops what comes while as many as may wait do, and never waits for a collector that hangs', async () => {
    // Answered by nobody.
    receiver.refuse = () => undefined
    const traces = open()
    for (let told = 0; told < 20_000; told++) traces.tell(span())
    receiver.refuse = null
    await traces.close()
    // What was under way when it hung is lost as well: one request of 512.
    expect(receiver.spans.length).to.be.within(SPANS_WAITING_MAX - 512, SPANS_WAITING_MAX + 512)
  })

  it('ends where nobody listens, and says how many spans that cost', async () => {
    await receiver.close()
    const traces = open()
    traces.tell(span())
    await traces.close()
    receiver = await startOtlpReceiver()
    expect(traces.counted).to.deep.equal({ sent: 0, lost: 1 })
  })

  it('knows attributes by a list, in which nothing is personal or secret', () => {
    expect(
      SPAN_ATTRIBUTES.filter((name) => /member|card|order|email|phone|key|token|body|url|query|address/.test(name)),
    ).to.deep.equal([])
  })
})

describe('a server without OTEL_EXPORTER_OTLP_ENDPOINT', function () {
  /** Imports all that a server is made of, opens its traces, and says what of OpenTelemetry was loaded. */
  async function loadedWith(endpoint: string): Promise<string[]> {
    const program = `
      import { registerHooks } from 'node:module'
      const loaded = new Set()
      registerHooks({ load(url, context, next) {
        const name = /@opentelemetry\\/[a-z-]+/.exec(url)?.[0]
        if (name !== undefined) loaded.add(name)
        return next(url, context)
      } })
      await import('./server/compose.ts')
      const { openTraces } = await import('./server/compose-traces.ts')
      const { readConfig } = await import('./server/config/config.ts')
      const logger = { child: () => ({}) }
      const traceMetrics = () => ({ sent() {}, lost() {} })
      const traces = await openTraces({ ...readConfig(process.env), logger, processName: 'one', traceMetrics })
      await traces?.close()
      console.log(JSON.stringify({ isOpen: traces !== null, loaded: [...loaded].toSorted() }))`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
    })
    const { isOpen, loaded } = JSON.parse(stdout) as { isOpen: boolean; loaded: string[] }
    expect(isOpen).to.equal(endpoint !== '')
    return loaded
  }

  it('does not load the SDK', async () => {
    // The API alone comes with the metrics: prom-client needs it for exemplars.
    expect(await loadedWith('')).to.deep.equal(['@opentelemetry/api'])
    expect(await loadedWith('http://127.0.0.1:9')).to.include.members([
      '@opentelemetry/exporter-trace-otlp-http',
      '@opentelemetry/sdk-trace',
    ])
  })
})
