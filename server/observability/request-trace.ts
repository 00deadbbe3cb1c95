import { AsyncLocalStorage } from 'node:async_hooks'

import { type EndedSpan, placeIn, SPAN_LINKS_MAX, type SpanPlace, type Traces } from './traces.ts'

/** What a caller's `traceparent` says. */
interface Parent {
  readonly place: SpanPlace
  readonly isSampled: boolean
}

/** A request while it is answered. */
export interface RequestTrace {
  readonly place: SpanPlace
  readonly parent: Parent | null
  readonly from: Date
  /** What it recorded: each has a trace of its own. */
  readonly links: SpanPlace[]
  /** Of the parts of it that are kept if it is. */
  readonly parts: EndedSpan[]
  /** Whether something that it recorded is kept. */
  isNeeded: boolean
}

const running = new AsyncLocalStorage<RequestTrace>()

/** The request that the running code works for; null outside of requests, and while nothing is traced. */
export const requestNow = (): RequestTrace | null => running.getStore() ?? null

/** Runs what answers a request, so that all it calls finds its trace. */
export function runInTrace(trace: RequestTrace, run: () => void): void {
  running.run(trace, run)
}

const TRACEPARENT =
  /^(?<version>[0-9a-f]{2})-(?<traceId>[0-9a-f]{32})-(?<spanId>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})(?<more>-.*)?$/

/** Reads W3C `traceparent`. Null for none, and for one that the standard calls invalid: the request then begins a trace of its own. */
export function readTraceparent(header: string | undefined): Parent | null {
  const { version, traceId, spanId, flags, more } = TRACEPARENT.exec(header ?? '')?.groups ?? {}
  if (version === undefined || traceId === undefined || spanId === undefined || flags === undefined) return null
  if (version === 'ff' || (version === '00' && more !== undefined)) return null
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null
  return { place: { traceId, spanId }, isSampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

/** Begins the trace of a request: in its caller's trace, or in one that is named by the request's id. */
export function beginRequest(requestId: string, traceparent: string | undefined, from: Date): RequestTrace {
  const parent = readTraceparent(traceparent)
  const own = placeIn(requestId, 'request')
  const place = parent === null ? own : { ...own, traceId: parent.place.traceId }
  return { place, parent, from, links: [], parts: [], isNeeded: false }
}

/** Notes that the request recorded something: it links there, as far as a span may have links. */
export function noteRecorded(trace: RequestTrace, recorded: SpanPlace, isKept: boolean): void {
  if (isKept) trace.isNeeded = true
  if (trace.links.length < SPAN_LINKS_MAX) trace.links.push(recorded)
}

/**
 * Tells of a request that is over. A caller that does not sample its own trace has no span of ours in it; one that does cannot make us
 * keep more than our share, except of what it recorded and we keep.
 */
export function endRequest(
  traces: Traces,
  { place, parent, from, links, parts, isNeeded }: RequestTrace,
  ended: Pick<EndedSpan, 'name' | 'until' | 'attributes' | 'failure'>,
): void {
  if (parent !== null && !parent.isSampled) return
  if (!isNeeded && !traces.isKept(place.traceId)) return
  for (const part of parts) traces.tell(part)
  traces.tell({ ...ended, kind: 'server', place, parent: parent?.place ?? null, from, links })
}
