import type { RequestHandler } from 'express'

import type { Caller } from '../../auth/callers.ts'
import type { HttpLog } from '../../observability/http-log.ts'
import type { HttpMetrics } from '../../observability/http-metrics.ts'

/** Logs and counts every answer once it is out, or once the client has gone. */
export function accessLog({ httpLog, httpMetrics }: { httpLog: HttpLog; httpMetrics: HttpMetrics }): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now()
    response.once('close', () => {
      const {
        requestId,
        operation = 'unknown',
        caller,
        problemCode,
      } = response.locals as {
        requestId: string
        operation?: string
        caller?: Caller
        problemCode?: string
      }
      const answered = {
        requestId,
        operation,
        method: request.method,
        status: response.writableFinished ? response.statusCode : 499,
        durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
        ...(problemCode === undefined ? {} : { code: problemCode }),
        ...(caller === undefined || caller.kind === 'member' ? {} : { keyId: caller.keyId }),
        ...(caller?.kind === 'partner' ? { partnerId: caller.partnerId } : {}),
      }
      httpLog.answered(answered)
      httpMetrics.answered(answered)
    })
    next()
  }
}
