import type { Response } from 'express'

import { problemOf, RETRY_AFTER_SECONDS, type ProblemBody } from './problems.ts'
import { Rejection } from '../domain/rejection.ts'

/** Faults that Express itself names by a status, as it does for a path that cannot be decoded. */
function translate(error: unknown): unknown {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  return typeof status === 'number' && status >= 400 && status < 500 ? new Rejection('malformed_request') : error
}

/** Answers an error as application/problem+json, and tells which code it was. */
export function sendProblem(response: Response, error: unknown): ProblemBody {
  const body: ProblemBody = { ...problemOf(translate(error)), requestId: String(response.locals['requestId']) }
  if (body.status === 401) response.set('WWW-Authenticate', 'Bearer realm="entente"')
  if (body.status === 503) response.set('Retry-After', String(RETRY_AFTER_SECONDS))
  const { retryAfterSeconds } = body.details ?? {}
  if (typeof retryAfterSeconds === 'number') response.set('Retry-After', String(retryAfterSeconds))
  if (Array.isArray(body.details?.['allow'])) response.set('Allow', body.details['allow'].join(', '))
  response.status(body.status).type('application/problem+json').send(JSON.stringify(body))
  return body
}
