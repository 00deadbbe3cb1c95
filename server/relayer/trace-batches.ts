import { type Batch, findBatch, findBatchOfAnyCall } from '../database/batches.ts'
import { type Call, findCall } from '../database/calls.ts'
import { type Database } from '../database/engine/client.ts'
import { listEntriesOfBatch, type OutboxEntry } from '../database/outbox.ts'
import { type Clock } from '../domain/environment.ts'
import {
  placeIn,
  SPAN_LINKS_MAX,
  type SpanAttributes,
  type SpanPlace,
  traceOf,
  type Traces,
} from '../observability/traces.ts'
import { type RelayerEvent } from './relayer.ts'

/** Events that wait until their rows are read. Later ones are passed over: the way of the batches does not wait for their traces. */
export const EVENTS_WAITING_MAX = 1_000
/** Batches of which it is remembered since when they are where they are. Of a forgotten one the rows say it, less exactly. */
const REMEMBERED_MAX = 10_000

/** What the traces of batches are made from. */
export interface BatchTracesDeps {
  readonly traces: Traces
  readonly database: Database
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}

/** Hears what the relayer reports. */
export interface BatchTraces {
  hear(event: RelayerEvent): void
  /** Resolves when all that was heard is told. */
  settled(): Promise<void>
}

interface BatchEvent {
  readonly name: 'batch_formed' | 'batch_signed' | 'batch_posted' | 'batch_parked'
  readonly batchId: string
  readonly reason?: string
}

interface CallEvent {
  readonly name: keyof typeof CALL_STAGES
  readonly callId: string
  readonly reason?: string
}

/** One step of a batch's way. */
interface Stage {
  readonly name: string
  /** Tells it from the same step at another time. */
  readonly which: string
  readonly kind?: 'client' | 'internal'
  readonly attributes?: SpanAttributes
  readonly links?: readonly SpanPlace[]
  readonly failure?: string | null
}

const BATCH_EVENTS: readonly string[] = ['batch_formed', 'batch_signed', 'batch_posted', 'batch_parked']
const CALL_STAGES = {
  call_bound: { name: 'bind', kind: 'internal' },
  call_sent: { name: 'send', kind: 'client' },
  call_included: { name: 'include', kind: 'internal' },
  call_failed: { name: 'include', kind: 'internal' },
  call_final: { name: 'finalise', kind: 'internal' },
} as const

/** Makes the traces of batches: one for each, named by its id, with links between it and its purchases. */
export function makeBatchTraces(deps: BatchTracesDeps): BatchTraces {
  const places = new WhereBatchesAre()
  let waiting = 0
  let last: Promise<void> = Promise.resolve()
  return {
    hear(event) {
      const tell = teller({ ...deps, places }, event)
      if (tell === null || waiting >= EVENTS_WAITING_MAX) return
      const at = deps.clock.now()
      waiting += 1
      last = last
        .then(() => tell(at))
        .catch(deps.onError)
        .finally(() => {
          waiting -= 1
        })
    },
    settled: () => last,
  }
}

type Telling = BatchTracesDeps & { readonly places: WhereBatchesAre }

/** How an event is told; null for one that is not about a batch. */
function teller(deps: Telling, event: RelayerEvent): ((at: Date) => Promise<void>) | null {
  if (BATCH_EVENTS.includes(event.name)) return (at) => tellOfBatch(deps, event as BatchEvent, at)
  if (event.name in CALL_STAGES) return (at) => tellOfCall(deps, event as CallEvent, at)
  return null
}

async function tellOfBatch(deps: Telling, event: BatchEvent, at: Date): Promise<void> {
  const batch = await findBatch(deps.database, event.batchId)
  if (batch === null) return
  switch (event.name) {
    case 'batch_formed':
      return tellFormed(deps, batch, await listEntriesOfBatch(deps.database, batch.id))
    case 'batch_signed':
      return tellStage(deps, batch, { name: 'sign', which: batch.batchHash }, at)
    case 'batch_parked':
      return tellStage(deps, batch, { name: 'park', which: at.toISOString(), ...because(event.reason) }, at)
    case 'batch_posted':
      return tellPosted(deps, batch, await listEntriesOfBatch(deps.database, batch.id), at)
  }
}

async function tellOfCall(deps: Telling, event: CallEvent, at: Date): Promise<void> {
  const call = await findCall(deps.database, event.callId)
  if (call?.kind !== 'batch') return
  // A call that failed has lost its batch by the time that its row is read.
  const known = deps.places.batchOf(call.id)
  const batch = known === null ? await findBatchOfAnyCall(deps.database, call) : await findBatch(deps.database, known)
  if (batch === null) return
  deps.places.noteCall(call.id, batch.id)
  tellStage(deps, batch, stageOfCall(event, call), at)
}

function stageOfCall(event: CallEvent, { id, blockNumber }: Call): Stage {
  const failure = event.name === 'call_failed' ? (event.reason ?? null) : null
  const block = blockNumber === null ? {} : { 'entente.block_number': Number(blockNumber) }
  const { attributes } = because(failure ?? undefined)
  return {
    ...CALL_STAGES[event.name],
    which: id,
    attributes: { 'entente.call_id': id, ...block, ...attributes },
    failure,
  }
}

const because = (reason: string | undefined): { attributes: SpanAttributes } => ({
  attributes: reason === undefined ? {} : { 'entente.reason': reason },
})

/** Tells what a batch did since the last step that was told of it. */
function tellStage({ traces, places }: Telling, batch: Batch, stage: Stage, until: Date): void {
  const from = places.move(batch, until)
  if (!traces.isKept(traceOf(batch.id))) return
  const { name, which, kind = 'internal', links = [], failure = null } = stage
  const place = placeIn(batch.id, `${name} ${which}`)
  const attributes = { ...factsOf(batch), ...stage.attributes }
  traces.tell({ name, kind, place, parent: rootOf(batch), from, until, attributes, links, failure })
}

/** The wait of its entries, with links to as many of their traces as a span may have. */
function tellFormed(deps: Telling, batch: Batch, entries: readonly OutboxEntry[]): void {
  const links = entries.map(originOf).filter(({ traceId }) => deps.traces.isKept(traceId))
  deps.places.move(batch, oldestOf(batch, entries))
  const stage = { name: 'form', which: '', links: links.slice(0, SPAN_LINKS_MAX) }
  tellStage(deps, batch, stage, batch.createdAt)
}

/** The way of the batch as a whole; and in the trace of each of its purchases, how long that took to get to the ledger. */
function tellPosted({ traces }: Telling, batch: Batch, entries: readonly OutboxEntry[], until: Date): void {
  const span = { kind: 'internal', until, attributes: factsOf(batch), failure: null } as const
  const root = rootOf(batch)
  if (traces.isKept(root.traceId))
    traces.tell({ ...span, name: 'batch', place: root, parent: null, from: oldestOf(batch, entries), links: [] })
  for (const entry of entries.filter(isRecorded)) {
    const parent = originOf(entry)
    if (!traces.isKept(parent.traceId)) continue
    const place = placeIn(entry.sourceId, 'ledger')
    traces.tell({ ...span, name: 'ledger', place, parent, from: entry.recordedAt, links: [root] })
  }
}

const rootOf = (batch: Batch): SpanPlace => placeIn(batch.id, 'batch')

/** Where the purchase or return was recorded that explains an entry. */
const originOf = ({ kind, sourceId }: OutboxEntry): SpanPlace =>
  placeIn(sourceId, kind === 'accrual_reversal' ? 'return' : 'purchase')

/** What was taken from a purchase to make up for a shortfall came with the batch, and with nobody's request. */
const isRecorded = ({ kind }: OutboxEntry): boolean => kind !== 'shortfall_recovery'

function oldestOf({ createdAt }: Batch, entries: readonly OutboxEntry[]): Date {
  const times = entries.filter(isRecorded).map(({ recordedAt }) => recordedAt.getTime())
  return new Date(Math.min(createdAt.getTime(), ...times))
}

function factsOf({ id, partnerId, entryCount }: Batch): SpanAttributes {
  return { 'entente.batch_id': id, 'entente.partner_id': partnerId, 'entente.entries': entryCount }
}

/** Remembers how far batches are, from one event to the next. */
class WhereBatchesAre {
  private readonly since = new Map<string, Date>()
  private readonly calls = new Map<string, string>()

  /** Since when the batch was where it leaves now. */
  move({ id, createdAt }: Batch, now: Date): Date {
    const since = this.since.get(id) ?? createdAt
    keep(this.since, id, now)
    return since
  }

  noteCall(callId: string, batchId: string): void {
    keep(this.calls, callId, batchId)
  }

  batchOf(callId: string): string | null {
    return this.calls.get(callId) ?? null
  }
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > REMEMBERED_MAX && oldest !== undefined) map.delete(oldest)
}
