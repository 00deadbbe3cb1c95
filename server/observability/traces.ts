import { createHash } from 'node:crypto'

/** A place in a trace, as W3C Trace Context names it: both in lower-case hex. */
export interface SpanPlace {
  /** 32 digits. */
  readonly traceId: string
  /** 16 digits. */
  readonly spanId: string
}

/** All that a span may say besides its name and its times. No personal data and no secrets: a name that is not here cannot be told. */
export const SPAN_ATTRIBUTES = [
  'http.request.method',
  'http.route',
  'http.response.status_code',
  'error.type',
  'entente.operation',
  'entente.request_id',
  'entente.partner_id',
  'entente.purchase_id',
  'entente.return_id',
  'entente.batch_id',
  'entente.call_id',
  'entente.entries',
  'entente.block_number',
  'entente.reason',
] as const

export type SpanAttributes = Readonly<Partial<Record<(typeof SPAN_ATTRIBUTES)[number], string | number>>>

/** Something that has ended. Spans are told when they are over: a process that dies leaves no half of one. */
export interface EndedSpan {
  readonly name: string
  readonly kind: 'server' | 'client' | 'internal'
  readonly place: SpanPlace
  readonly parent: SpanPlace | null
  readonly from: Date
  readonly until: Date
  readonly attributes: SpanAttributes
  readonly links: readonly SpanPlace[]
  /** A code, never a message. */
  readonly failure: string | null
}

/** Where spans go. */
export interface Traces {
  /** Whether a trace is among those that are kept; every process says the same of one. */
  isKept(traceId: string): boolean
  /** Never waits and never throws: what cannot be taken is dropped. */
  tell(span: EndedSpan): void
  /** Sends what waits, for some seconds at most. */
  close(): Promise<void>
}

/** Links that one span may have: what collectors take by default. */
export const SPAN_LINKS_MAX = 128

/** The trace of what has an id: its UUID without the hyphens. So nothing is stored, and every process names the same trace. */
export function traceOf(id: string): string {
  return id.replaceAll('-', '')
}

/** A place in the trace of what has an id, by what happens there. */
export function placeIn(id: string, what: string): SpanPlace {
  const traceId = traceOf(id)
  const spanId = createHash('sha256').update(`${traceId} ${what}`).digest('hex').slice(0, 16)
  return { traceId, spanId }
}

/** As many as a number holds exactly. */
const RANDOM_DIGITS = 12

/** Makes the choice of the traces that are kept: by the random end of their ids, so that all processes choose the same. */
export function keepShare(share: number): (traceId: string) => boolean {
  const below = share * 16 ** RANDOM_DIGITS
  return (traceId) => Number.parseInt(traceId.slice(-RANDOM_DIGITS), 16) < below
}
