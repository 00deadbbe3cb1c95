import type { Intake } from './actions/requests/intake.ts'
import type { PurchaseIntake } from './actions/purchases/record-purchase.ts'
import type { ReturnIntake } from './actions/purchases/record-return.ts'
import type { SubmissionOutcome } from './actions/requests/run-submissions.ts'
import type { Config, Secrets } from './config/config.ts'
import type { Clock } from './domain/environment.ts'
import type { Logger } from './observability/logger.ts'
import { noteRecorded, requestNow } from './observability/request-trace.ts'
import type { createTraceMetrics } from './observability/trace-metrics.ts'
import { placeIn, type SpanAttributes, type Traces } from './observability/traces.ts'

interface OpenTracesDeps {
  readonly config: Config
  readonly secrets: Secrets
  readonly logger: Logger
  readonly processName: string
  readonly traceMetrics: () => ReturnType<typeof createTraceMetrics>
}

/** Opens the way of spans to their collector; null without one, and then nothing of OpenTelemetry's SDK is loaded. */
export async function openTraces(deps: OpenTracesDeps): Promise<Traces | null> {
  const { config, secrets, processName } = deps
  const { endpoint, serviceName, share } = config.traces
  if (endpoint === null) return null
  const { openOtlp } = await import('./observability/send-otlp.ts')
  const log = deps.logger.child({ module: 'traces' })
  const metrics = deps.traceMetrics()
  let isLosing = false
  return openOtlp(
    { endpoint, headers: secrets.traceHeaders, serviceName, processName, share },
    {
      onSent: (spans) => {
        metrics.sent(spans)
        if (isLosing) log.info({ spans }, 'spans are taken again')
        isLosing = false
      },
      onLost: (spans, error) => {
        metrics.lost(spans)
        // Once, and not every second: how many more is a metric.
        if (!isLosing) log.warn({ spans, error: error.name }, 'spans were not taken')
        isLosing = true
      },
    },
  )
}

interface Recorded {
  readonly id: string
  readonly partnerId: number
}

type Kind = 'purchase' | 'return'

/** An intake that tells the traces of what it records, each with a link to the request that brought it. */
function tracedIntake<Submission, Outcome extends { status: string }>(
  intake: Intake<Submission, SubmissionOutcome<Outcome>>,
  { traces, clock, kind }: { traces: Traces; clock: Clock; kind: Kind },
  recordedOf: (outcome: Outcome) => Recorded | null,
): Intake<Submission, SubmissionOutcome<Outcome>> {
  return {
    async submit(submission) {
      const request = requestNow()
      if (request === null) return intake.submit(submission)
      const from = clock.now()
      const startedAt = performance.now()
      const outcome = await intake.submit(submission)
      const until = new Date(from.getTime() + Math.round(performance.now() - startedAt))
      const span = { kind: 'internal', from, until, failure: null } as const
      const recorded = outcome.status === 'done' ? outcome.outcomes.flatMap((one) => recordedOf(one) ?? []) : []
      for (const { id, partnerId } of recorded) {
        const place = placeIn(id, kind)
        const isKept = traces.isKept(place.traceId)
        noteRecorded(request, place, isKept)
        const attributes = attributesOf(kind, id, partnerId)
        if (isKept) traces.tell({ ...span, name: kind, place, parent: null, attributes, links: [request.place] })
      }
      const place = { ...request.place, spanId: placeIn(request.place.spanId, 'accept').spanId }
      const attributes = { 'entente.entries': recorded.length }
      request.parts.push({ ...span, name: 'accept', place, parent: request.place, attributes, links: [] })
      return outcome
    },
  }
}

function attributesOf(kind: Kind, id: string, partnerId: number): SpanAttributes {
  return {
    [kind === 'purchase' ? 'entente.purchase_id' : 'entente.return_id']: id,
    'entente.partner_id': partnerId,
  }
}

interface TraceTerms {
  readonly traces: Traces | null
  readonly clock: Clock
}

/** The intake of purchases, with a trace for each. */
export function tracePurchases({ traces, clock }: TraceTerms, intake: PurchaseIntake): PurchaseIntake {
  if (traces === null) return intake
  return tracedIntake(intake, { traces, clock, kind: 'purchase' }, (outcome) =>
    outcome.status === 'recorded' ? outcome.purchase : null,
  )
}

/** The intake of returns, with a trace for each. */
export function traceReturns({ traces, clock }: TraceTerms, intake: ReturnIntake): ReturnIntake {
  if (traces === null) return intake
  return tracedIntake(intake, { traces, clock, kind: 'return' }, (outcome) =>
    outcome.status === 'recorded' ? outcome.return : null,
  )
}
