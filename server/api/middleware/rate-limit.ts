import { rateLimit, ipKeyGenerator } from 'express-rate-limit'
import type { Request, Response } from 'express'

import type { Caller } from '../../auth/callers.ts'
import { Rejection } from '../../domain/rejection.ts'

export interface RateLimits {
  /** Requests that one API key may make in a minute: high enough for a replay of a year. */
  readonly perKeyMax: number
  /** Requests that one address may make in a minute without a valid key. */
  readonly perAddressMax: number
  /** Requests that one member may make in a minute, in all sessions together. */
  readonly perMemberMax: number
  /** How often somebody may try to sign in from one address in a minute. */
  readonly signInsPerAddressMax: number
}

export const RATE_LIMITS: RateLimits = {
  perKeyMax: 300_000,
  perAddressMax: 1_200,
  perMemberMax: 600,
  signInsPerAddressMax: 30,
}

const WINDOW_MS = 60_000

/** What of a route decides how often it may be asked. */
interface LimitedRoute {
  readonly signsIn?: boolean
}

export type RateLimiter = (
  request: Request,
  response: Response,
  caller: Caller | null,
  route?: LimitedRoute,
) => Promise<void>

/** Where a request came from: an IPv4 address, or the network of an IPv6 one, of which everybody has many addresses. */
export function networkAddressOf({ ip }: Pick<Request, 'ip'>): string {
  return ipKeyGenerator(ip ?? 'unknown')
}

/** Under which name a request is counted, and how many of that name there may be in a minute. */
function countedAs(request: Request, caller: Caller | null, limits: RateLimits, route: LimitedRoute) {
  if (caller?.kind === 'member') return { name: `member:${caller.memberId}`, max: limits.perMemberMax }
  if (caller !== null) return { name: `key:${caller.keyId}`, max: limits.perKeyMax }
  const address = networkAddressOf(request)
  if (route.signsIn === true) return { name: `sign-in:${address}`, max: limits.signInsPerAddressMax }
  return { name: `address:${address}`, max: limits.perAddressMax }
}

/** Makes the check that every request passes once its caller is known. Counts are kept in this process. */
export function createRateLimiter(limits: RateLimits): RateLimiter {
  const counted = new WeakMap<Request, ReturnType<typeof countedAs>>()
  const limiter = rateLimit({
    windowMs: WINDOW_MS,
    limit: (request: Request) => counted.get(request)?.max ?? 0,
    keyGenerator: (request: Request) => counted.get(request)?.name ?? 'unknown',
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, _response, next) => next(new Rejection('too_many_requests')),
  })
  return (request, response, caller, route = {}) =>
    new Promise((resolve, reject) => {
      counted.set(request, countedAs(request, caller, limits, route))
      void limiter(request, response, (error?: unknown) => {
        if (error === undefined) resolve()
        else reject(error instanceof Error ? error : new Error('the rate limit could not be read', { cause: error }))
      })
    })
}
