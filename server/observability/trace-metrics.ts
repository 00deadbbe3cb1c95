import { Counter, type Registry } from 'prom-client'

/** Makes the metrics of the spans that are sent to a collector. */
export function createTraceMetrics(registry: Registry) {
  const spans = new Counter({
    name: 'entente_trace_spans_total',
    help: 'Spans that were handed to the collector of OTEL_EXPORTER_OTLP_ENDPOINT, by how that ended',
    labelNames: ['outcome'],
    registers: [registry],
  })
  return {
    sent: (count: number): void => {
      spans.inc({ outcome: 'sent' }, count)
    },
    lost: (count: number): void => {
      spans.inc({ outcome: 'lost' }, count)
    },
  }
}
