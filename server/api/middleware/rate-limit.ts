import { rateLimit, ipKeyGenerator } from 'express-rate-limit'
import type { Request, Response } from 'express'

import type { Caller } from '../../auth/callers.ts'
import { Rejection } from '../../domain/rejection.ts'

export interface RateLimits {
  /** Requests that one API key may make in a minute: high enough for a replay of a year. */
  readonly perKeyMax: number
  /** Requests that one address may make in a minute without a valid key. */
  readonly perAddressMax: number
}

export const RATE_LIMITS: RateLimits = { perKeyMax: 300_000, perAddressMax: 1_200 }

const WINDOW_MS = 60_000

export type RateLimiter = (request: Request, response: Response, caller: Caller | null) => Promise<void>

/** Makes the check that every request passes once its caller is known. Counts are kept in this process. */
export function createRateLimiter({ perKeyMax, perAddressMax }: RateLimits): RateLimiter {
  const callers = new WeakMap<Request, Caller | null>()
  const limiter = rateLimit({
    windowMs: WINDOW_MS,
    limit: (request: Request) => (callers.get(request) ? perKeyMax : perAddressMax),
    keyGenerator: (request: Request) => {
      const caller = callers.get(request)
      return caller ? `key:${caller.keyId}` : `address:${ipKeyGenerator(request.ip ?? 'unknown')}`
    },
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, _response, next) => next(new Rejection('too_many_requests')),
  })
  return (request, response, caller) =>
    new Promise((resolve, reject) => {
      callers.set(request, caller)
      void limiter(request, response, (error?: unknown) => {
        if (error === undefined) resolve()
        else reject(error instanceof Error ? error : new Error('the rate limit could not be read', { cause: error }))
      })
    })
}
