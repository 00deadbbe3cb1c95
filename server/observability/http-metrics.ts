import { Counter, Histogram, type Registry } from 'prom-client'

/** Seconds: a till's answer is good below 0.1 and late above 1. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Makes the metrics of the HTTP interface. */
export function createHttpMetrics(registry: Registry) {
  const durations = new Histogram({
    name: 'entente_http_request_duration_seconds',
    help: 'Time from request to answer, by operation and status',
    labelNames: ['operation', 'method', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  })
  const problems = new Counter({
    name: 'entente_http_problems_total',
    help: 'Answers that were problems, by code',
    labelNames: ['code'],
    registers: [registry],
  })
  return {
    answered({
      operation,
      method,
      status,
      durationMs,
      code,
    }: {
      operation: string
      method: string
      status: number
      durationMs: number
      code?: string
    }): void {
      durations.observe({ operation, method, status }, durationMs / 1_000)
      if (code !== undefined) problems.inc({ code })
    },
  }
}

export type HttpMetrics = ReturnType<typeof createHttpMetrics>
