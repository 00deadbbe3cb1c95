import type { Logger } from './logger.ts'

/** What is logged of a request: names and figures only, no path with ids, no query, no body, no headers, no address. */
export interface AnsweredRequest {
  readonly requestId: string
  readonly operation: string
  readonly method: string
  readonly status: number
  readonly code?: string
  readonly partnerId?: number
  readonly keyId?: string
  readonly durationMs: number
}

/** Makes the log of the HTTP interface: a line per answer, an error line per mistake of ours. */
export function createHttpLog(logger: Logger) {
  const log = logger.child({ module: 'http' })
  return {
    answered(request: AnsweredRequest): void {
      log.info(request, 'request answered')
    },
    failed(requestId: string, operation: string, error: unknown): void {
      log.error({ requestId, operation, err: error }, 'request failed')
    },
  }
}

export type HttpLog = ReturnType<typeof createHttpLog>
