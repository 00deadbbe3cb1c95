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

/** Makes the log of the HTTP interface: a line per answer, an error line per fault of the server. */
export function createHttpLog(logger: Logger) {
  const log = logger.child({ module: 'http' })
  return {
    answered(request: AnsweredRequest): void {
      log.info(request, 'request answered')
    },
    /** A refusal that the document does not promise of this route: the route's `refuses` lacks it. */
    unlisted(requestId: string, operation: string, code: string): void {
      log.error({ requestId, operation, code }, 'a route answered a code that it does not list')
    },
    failed(requestId: string, operation: string, error: unknown): void {
      log.error({ requestId, operation, err: error }, 'request failed')
    },
  }
}

export type HttpLog = ReturnType<typeof createHttpLog>
