import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace'

import { type EndedSpan, keepShare, type SpanPlace, type Traces } from './traces.ts'

// NOTE: imported only where traces are sent (server/compose-traces.ts): the SDK takes memory and time at a start.

/** Spans that wait to be sent. What comes while so many wait is dropped: a collector that is down costs memory only, and not more. */
export const SPANS_WAITING_MAX = 2_048
const SPANS_PER_REQUEST_MAX = 512
const SEND_EVERY_MS = 1_000
const SEND_MS_MAX = 5_000

/** Where spans are sent, and how. */
export interface OtlpTerms {
  /** Of the collector, without `/v1/traces`. */
  readonly endpoint: string
  readonly headers: Readonly<Record<string, string>>
  readonly serviceName: string
  /** Names the process among those of the service. */
  readonly processName: string
  /** Of all traces, from 0 to 1. */
  readonly share: number
}

/** Told how sending goes. */
export interface OtlpWatch {
  readonly onSent: (spans: number) => void
  readonly onLost: (spans: number, error: Error) => void
}

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const
const SCOPE = { name: 'entente' }

/** Opens the way to a collector by OTLP over HTTP. Nothing that is told ever waits for it. */
export function openOtlp(terms: OtlpTerms, watch: OtlpWatch): Traces {
  const url = `${terms.endpoint.replace(/\/$/, '')}/v1/traces`
  const inner = new OTLPTraceExporter({ url, headers: terms.headers, timeoutMillis: SEND_MS_MAX })
  const processor = new BatchSpanProcessor({
    exporter: watched(inner, watch),
    maxQueueSize: SPANS_WAITING_MAX,
    maxExportBatchSize: SPANS_PER_REQUEST_MAX,
    scheduledDelayMillis: SEND_EVERY_MS,
    exportTimeoutMillis: SEND_MS_MAX,
  })
  const resource = resourceFromAttributes({
    'service.name': terms.serviceName,
    'service.instance.id': terms.processName,
  })
  return {
    isKept: keepShare(terms.share),
    tell: (span) => {
      processor.onEnd(readable(span, resource))
    },
    // What could not be sent was counted and logged; the stop goes on.
    close: () => processor.shutdown().catch(() => undefined),
  }
}

function watched(inner: SpanExporter, { onSent, onLost }: OtlpWatch): SpanExporter {
  return {
    export: (spans, done) => {
      inner.export(spans, (result) => {
        // A failure always has its error.
        if (result.error === undefined) onSent(spans.length)
        else onLost(spans.length, result.error)
        done(result)
      })
    },
    shutdown: () => inner.shutdown(),
    forceFlush: () => inner.forceFlush?.() ?? Promise.resolve(),
  }
}

/** A span as the SDK reads it. It is made whole, and not begun and ended: its times and its ids are ours. */
function readable(span: EndedSpan, resource: ReadableSpan['resource']): ReadableSpan {
  const { name, kind, place, parent, from, until, attributes, links, failure } = span
  return {
    name,
    kind: KINDS[kind],
    spanContext: () => contextOf(place),
    ...(parent === null ? {} : { parentSpanContext: contextOf(parent) }),
    startTime: timeOf(from),
    endTime: timeOf(until),
    duration: timeOf(new Date(Math.max(0, until.getTime() - from.getTime()))),
    status: failure === null ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: failure },
    attributes: { ...attributes },
    links: links.map((link) => ({ context: contextOf(link) })),
    events: [],
    ended: true,
    resource,
    instrumentationScope: SCOPE,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  }
}

const contextOf = (place: SpanPlace) => ({ ...place, traceFlags: TraceFlags.SAMPLED })

/** Seconds and nanoseconds. */
function timeOf(moment: Date): [number, number] {
  const ms = moment.getTime()
  return [Math.floor(ms / 1_000), (ms % 1_000) * 1_000_000]
}
