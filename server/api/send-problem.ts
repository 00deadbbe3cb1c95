import type { Response } from 'express'

import { problemOf, RETRY_AFTER_SECONDS, type ProblemBody } from './problems.ts'
import { Rejection } from '../domain/rejection.ts'

/** Faults that Express itself names by a status, as it does for a path that cannot be decoded. */
function translate(error: unknown): unknown {
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  return typeof status === 'number' && status >= 400 && status < 500 ? new Rejection('malformed_request') : error
}

/** The problem that an error is answered with. */
export function problemToSend(error: unknown): ProblemBody {
  return problemOf(translate(error))
}

/** What a refusal says in headers: how to prove who one is, when to try again, and which methods there are. */
export function retryHeaders({ status, details }: ProblemBody): Record<string, string> {
  const headers: Record<string, string> = {}
  if (status === 401) headers['WWW-Authenticate'] = 'Bearer realm="entente"'
  if (status === 503) headers['Retry-After'] = String(RETRY_AFTER_SECONDS)
  const retryAfter = details?.['retryAfterSeconds']
  if (typeof retryAfter === 'number') headers['Retry-After'] = String(retryAfter)
  if (Array.isArray(details?.['allow'])) headers['Allow'] = details['allow'].join(', ')
  return headers
}

/** Answers an error as application/problem+json, and tells which code it was. */
export function sendProblem(response: Response, error: unknown): ProblemBody {
  const body: ProblemBody = { ...problemToSend(error), requestId: String(response.locals['requestId']) }
  response.status(body.status).set(retryHeaders(body)).type('application/problem+json').send(JSON.stringify(body))
  return body
}
