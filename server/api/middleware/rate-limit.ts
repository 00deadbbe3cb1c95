import { rateLimit, ipKeyGenerator } from 'express-rate-limit'
import type { Request, Response } from 'express'

import { createTryLimit, type TryLimit } from '../../actions/requests/limit-tries.ts'
import type { Caller } from '../../auth/callers.ts'
import type { Database } from '../../database/engine/client.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'

export interface RateLimits {
  /** Requests that one API key may make in a minute: high enough for a replay of a year. */
  readonly perKeyMax: number
  /** Of those, requests that the audit log keeps: it only grows, also by what is refused. */
  readonly perKeyAuditedMax: number
  /** Requests that one address may make in a minute without a valid key. */
  readonly perAddressMax: number
  /** Requests that one member, or one person of a partner, may make in a minute, in all sessions together. */
  readonly perMemberMax: number
  /** How often somebody may try to sign in from one address in a minute. */
  readonly signInsPerAddressMax: number
}

export const RATE_LIMITS: RateLimits = {
  perKeyMax: 300_000,
  perKeyAuditedMax: 1_200,
  perAddressMax: 1_200,
  perMemberMax: 600,
  signInsPerAddressMax: 30,
}

const WINDOW_MS = 60_000

/** What of a route decides how often it may be asked. */
interface LimitedRoute {
  readonly signsIn?: boolean
  readonly isAudited?: boolean
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
  const isPerson = caller?.kind === 'partner' && caller.person !== null
  if (isPerson && route.isAudited !== true) return { name: `person:${caller.keyId}`, max: limits.perMemberMax }
  if (caller !== null && route.isAudited === true)
    return { name: `audited:${caller.keyId}`, max: Math.min(limits.perKeyMax, limits.perKeyAuditedMax) }
  if (caller !== null) return { name: `key:${caller.keyId}`, max: limits.perKeyMax }
  const address = networkAddressOf(request)
  if (route.signsIn === true) return { name: `sign-in:${address}`, max: limits.signInsPerAddressMax }
  return { name: `address:${address}`, max: limits.perAddressMax }
}

/** Counts how often somebody tries to sign in from one address, in all processes together. */
export function createSignInLimit(deps: { db: Database; clock: Clock }, limits: RateLimits): TryLimit {
  return createTryLimit({ ...deps, what: 'sign-in from', triesMax: limits.signInsPerAddressMax, windowMs: WINDOW_MS })
}

/**
 * Makes the check that every request passes once its caller is known. Counts are kept in this process: a question to the database in
 * front of every purchase would cost more than the flood. Only sign-ins, by which somebody may guess, are counted for all processes.
 */
export function createRateLimiter(limits: RateLimits, signIns: TryLimit): RateLimiter {
  const counted = new WeakMap<Request, ReturnType<typeof countedAs>>()
  const limiter = rateLimit({
    windowMs: WINDOW_MS,
    limit: (request: Request) => counted.get(request)?.max ?? 0,
    keyGenerator: (request: Request) => counted.get(request)?.name ?? 'unknown',
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, _response, next) => next(new Rejection('too_many_requests')),
  })
  const countHere = (request: Request, response: Response, caller: Caller | null, route: LimitedRoute) =>
    new Promise<void>((resolve, reject) => {
      counted.set(request, countedAs(request, caller, limits, route))
      void limiter(request, response, (error?: unknown) => {
        if (error === undefined) resolve()
        else reject(error instanceof Error ? error : new Error('the rate limit could not be read', { cause: error }))
      })
    })
  return async (request, response, caller, route = {}) => {
    await countHere(request, response, caller, route)
    if (caller === null && route.signsIn === true) await signIns.take(networkAddressOf(request))
  }
}
