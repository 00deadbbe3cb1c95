import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

interface OtlpValue {
  readonly stringValue?: string
  readonly intValue?: number | string
}
interface OtlpAttribute {
  readonly key: string
  readonly value: OtlpValue
}
interface OtlpSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly OtlpAttribute[]
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[]
  readonly status: { readonly code?: number; readonly message?: string }
}
interface OtlpRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] }
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[]
  }[]
}

/** A span as a collector got it. */
export interface ReceivedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parent: string | null
  readonly name: string
  readonly kind: number
  readonly fromMs: number
  readonly untilMs: number
  readonly attributes: Readonly<Record<string, string | number>>
  readonly links: readonly string[]
  readonly failure: string | null
  readonly service: string
}

/** A collector of traces, as far as it is one for those who send: OTLP over HTTP, in JSON. */
export interface OtlpReceiver {
  readonly url: string
  readonly spans: ReceivedSpan[]
  readonly headers: IncomingMessage['headers'][]
  /** What it does with a request, instead of taking it. */
  refuse: ((response: ServerResponse) => void) | null
  close(): Promise<void>
}

const STATUS_ERROR = 2

/** A place as `trace/span`. */
export const nameOf = ({ traceId, spanId }: { traceId: string; spanId: string }) => `${traceId}/${spanId}`

function valuesOf(attributes: readonly OtlpAttribute[]): Record<string, string | number> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue ?? Number.NaN)]),
  )
}

function readSpan(span: OtlpSpan, service: string): ReceivedSpan {
  const { traceId, spanId, name, kind, status } = span
  return {
    traceId,
    spanId,
    name,
    kind,
    service,
    parent: span.parentSpanId === undefined || span.parentSpanId === '' ? null : span.parentSpanId,
    fromMs: Number(BigInt(span.startTimeUnixNano) / 1_000_000n),
    untilMs: Number(BigInt(span.endTimeUnixNano) / 1_000_000n),
    attributes: valuesOf(span.attributes),
    links: span.links.map(nameOf),
    failure: status.code === STATUS_ERROR ? (status.message ?? '') : null,
  }
}

function readSpans({ resourceSpans }: OtlpRequest): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(valuesOf(resource.attributes)['service.name'])
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => readSpan(span, service)))
  })
}

/** Starts a collector on a free port of this machine. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const server = createServer((request, response) => {
    if (receiver.refuse !== null) return receiver.refuse(response)
    void json(request).then((body) => {
      receiver.headers.push(request.headers)
      if (request.url === '/v1/traces') receiver.spans.push(...readSpans(body as OtlpRequest))
      response.writeHead(request.url === '/v1/traces' ? 200 : 404, { 'content-type': 'application/json' }).end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const receiver: OtlpReceiver = {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    spans: [],
    headers: [],
    refuse: null,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
  return receiver
}
