import { expect } from 'chai'

import { issueApiKey } from '../../../server/actions/partners/issue-api-key.ts'
import { insertEarningRule } from '../../../server/database/earning-rules.ts'
import type { Database } from '../../../server/database/engine/client.ts'
import { openOtlp } from '../../../server/observability/send-otlp.ts'
import { placeIn, SPAN_ATTRIBUTES, traceOf, type Traces } from '../../../server/observability/traces.ts'
import { type BatchTraces, EVENTS_WAITING_MAX, makeBatchTraces } from '../../../server/relayer/trace-batches.ts'
import { aRule } from '../../support/earning.ts'
import { nameOf, type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '../../support/otlp-receiver.ts'
import { aMember, send } from '../api/support/coalition.ts'
import { type RunningApi, startApi } from '../api/support/running-api.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from './relayer-platform.ts'

const CALLER = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16) }
const SPAN_KIND_SERVER = 2

describe('the traces from a purchase to its block', function () {
  let platform: RelayerPlatform
  let receiver: OtlpReceiver
  let isTaken: boolean
  let traces: Traces
  let batches: BatchTraces
  let api: RunningApi
  let key: string
  let card: string
  const errors: unknown[] = []

  async function open(share: number): Promise<void> {
    platform = await openRelayerPlatform()
    receiver = await startOtlpReceiver()
    isTaken = true
    const watch = { onSent: () => undefined, onLost: () => (isTaken = false) }
    traces = openOtlp({ endpoint: receiver.url, headers: {}, serviceName: 'entente', processName: 'one', share }, watch)
    const { database, clock, relayer, events } = platform
    batches = makeBatchTraces({ traces, database, clock, onError: (error) => errors.push(error) })
    relayer.report = (event) => {
      events.push(event)
      batches.hear(event)
    }
    api = await startApi(database, { traces })
    // One time for the tills and for the relayer.
    api.clock.advance(clock.now().getTime() - api.clock.now().getTime())
    const rule = aRule({ partnerId: PARTNER, createdAt: clock.now() } as object)
    await database.transaction((tx) => insertEarningRule(tx, rule as Parameters<typeof insertEarningRule>[1]))
    const scopes = ['purchases:write', 'returns:write', 'ledger:read'] as const
    const terms = { partnerId: PARTNER, label: 'till', scopes, expiresAt: null, replaces: null }
    key = (await issueApiKey(api.deps, terms)).text
    card = (await aMember(api.deps)).card
  }

  afterEach(async () => {
    await api.close()
    await receiver.close()
    expect(errors).to.deep.equal([])
  })

  async function sell(
    orderRef: string,
    headers: Record<string, string> = {},
  ): Promise<{ id: string; requestId: string }> {
    const occurredAt = api.clock.now().toISOString()
    const body = { orderRef, member: { kind: 'card', value: card }, currency: 'GBP', amountMinor: '12300', occurredAt }
    const answer = await send(api.url, '/v1/purchases', { key, body, headers })
    expect(answer.status).to.equal(201)
    return { id: answer.body.purchaseId, requestId: String(answer.headers.get('x-request-id')) }
  }

  /** Nothing of whom a purchase is, and nothing that its till wrote. */
  async function expectNothingPersonal(spans: readonly ReceivedSpan[]): Promise<void> {
    expect(SPAN_ATTRIBUTES).to.include.members(spans.flatMap(({ attributes }) => Object.keys(attributes)))
    const text = JSON.stringify(spans)
    for (const told of [card, key, 'order-17', '12300']) expect(text).to.not.include(told)
    const members = await platform.database.member.findMany({ select: { id: true, address: true } })
    expect(members).to.have.length(1)
    for (const { id, address } of members) expect(text).to.not.include(id).and.not.include(address)
  }

  /** All that arrived, once everything is on its way no more. */
  async function collect(): Promise<readonly ReceivedSpan[]> {
    await batches.settled()
    await traces.close()
    expect(isTaken).to.equal(true)
    return receiver.spans
  }
  const within = (spans: readonly ReceivedSpan[], id: string) => spans.filter(({ traceId }) => traceId === traceOf(id))
  const named = (spans: readonly ReceivedSpan[], name: string) => {
    const found = spans.filter((span) => span.name === name)
    expect(found, name).to.have.length(1)
    return found[0]!
  }

  it('lead from the till of a caller to the final block, by links both ways', async () => {
    await open(1)
    const sold = await sell('order-17', { traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01` })
    const other = await sell('order-18')
    await platform.settle()
    const spans = await collect()

    const callers = spans.filter(({ traceId }) => traceId === CALLER.traceId)
    const request = named(callers, 'POST /v1/purchases')
    expect(request).to.include({ parent: CALLER.spanId, kind: SPAN_KIND_SERVER, failure: null })
    expect(request.attributes).to.include({
      'http.response.status_code': 201,
      'entente.operation': 'recordPurchase',
      'entente.request_id': sold.requestId,
      'entente.partner_id': PARTNER,
    })
    expect(named(callers, 'accept').parent).to.equal(request.spanId)

    const purchase = named(within(spans, sold.id), 'purchase')
    expect(request.links).to.deep.equal([nameOf(purchase)])
    expect(purchase.links).to.deep.equal([nameOf(request)])
    const own = named(within(spans, other.requestId), 'POST /v1/purchases')
    expect(own.parent).to.equal(null)

    const ledger = named(within(spans, sold.id), 'ledger')
    expect(ledger.parent).to.equal(purchase.spanId)
    const batchId = String(ledger.attributes['entente.batch_id'])
    const trip = within(spans, batchId)
    const root = named(trip, 'batch')
    expect(ledger.links).to.deep.equal([nameOf(root)])
    const stages = ['form', 'sign', 'bind', 'send', 'include', 'finalise']
    expect(trip.map(({ name }) => name)).to.have.members(['batch', ...stages])
    for (const stage of stages) expect(named(trip, stage).parent, stage).to.equal(root.spanId)
    expect(named(trip, 'form').links).to.have.members([nameOf(purchase), nameOf(placeIn(other.id, 'purchase'))])
    // Each begins where the one before it ended.
    const ends = stages.map((stage) => named(trip, stage))
    ends.slice(1).forEach(({ fromMs }, at) => expect(fromMs).to.equal(ends[at]?.untilMs))
    expect(named(trip, 'include').attributes['entente.block_number']).to.be.greaterThan(0)
    await expectNothingPersonal(spans)
  })

  it('tell that a call failed, and why its batch is parked then', async () => {
    await open(1)
    const { coalition } = platform
    const { id } = await sell('order-20')
    await platform.run('form_batches', 'sign_batches', 'bind_batches')
    await coalition.registry('suspend', [PARTNER])
    await coalition.edr.mine()
    for (let passes = 0; passes < 3; passes++) await platform.pass()
    const spans = await collect()
    const failed = named(spans, 'include')
    expect(failed.failure).to.match(/PartnerNotActive/)
    expect(failed.attributes['entente.reason']).to.equal(failed.failure)
    expect(named(spans, 'park')).to.include({ traceId: failed.traceId, failure: null })
    expect(named(spans, 'park').attributes['entente.reason']).to.equal('partner_suspended')
    expect(named(spans, 'form').links).to.deep.equal([nameOf(placeIn(id, 'purchase'))])
  })

  it('cost no sale and hold up no batch where the collector takes nothing', async () => {
    await open(1)
    receiver.refuse = (response) => void response.writeHead(500).end()
    await sell('order-22')
    await platform.settle()
    expect((await platform.batches()).map(({ state }) => state)).to.deep.equal(['posted'])
    await batches.settled()
    await traces.close()
    expect(isTaken).to.equal(false)
  })

  it('are the same that other processes keep, where only a share of them is kept', async () => {
    await open(0)
    await sell('order-21')
    await platform.settle()
    expect(await collect()).to.deep.equal([])
  })
})

describe('makeBatchTraces', function () {
  it('passes over events while as many as may wait do, and hears again after', async () => {
    let asked = 0
    const { promise: gate, resolve: open } = Promise.withResolvers<null>()
    const findUnique = () => {
      asked += 1
      return gate
    }
    const database = { batch: { findUnique } } as unknown as Database
    const traces: Traces = { isKept: () => true, tell: () => undefined, close: async () => undefined }
    const clock = { now: () => new Date(0) }
    const batches = makeBatchTraces({ traces, database, clock, onError: (error) => expect.fail(String(error)) })
    const hear = () => batches.hear({ name: 'batch_signed', partnerId: PARTNER, batchId: 'one' })
    for (let heard = 0; heard <= EVENTS_WAITING_MAX; heard++) hear()
    open(null)
    await batches.settled()
    expect(asked).to.equal(EVENTS_WAITING_MAX)
    hear()
    await batches.settled()
    expect(asked).to.equal(EVENTS_WAITING_MAX + 1)
  })
})
