import { createHash } from 'node:crypto'

import type { Request } from 'express'

import type { Caller } from '../auth/callers.ts'
import type { HttpDeps } from './deps.ts'
import type { ReadBody } from './middleware/read-body.ts'
import { MalformedRequest } from './problems.ts'
import type { RequestMark, RouteFacts } from './route.ts'

/** Printable ASCII, as a header may carry it. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/

/**
 * What few tries find, and is counted where it is tried. It is no part of what a repetition must be like: whoever knows a key would
 * otherwise learn without being counted which PIN was sent with it.
 */
export const GUESSABLE_FIELDS = ['pin', 'currentPin', 'resetCode']

/** The hash of a body without what could be guessed. */
function hashBody({ value, hash }: ReadBody): string {
  if (typeof value !== 'object' || value === null || !GUESSABLE_FIELDS.some((field) => field in value)) return hash
  const asked = Object.entries(value).filter(([field]) => !GUESSABLE_FIELDS.includes(field))
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex')
}

/** What of a request is looked at for its mark. */
interface Marked {
  readonly request: Request
  readonly read: ReadBody | null
  readonly caller: Caller | null
}

/** What a client sent so that a repetition is recognised; null without an Idempotency-Key, or where none is taken. */
export function readMark(deps: Pick<HttpDeps, 'hashRequest'>, route: RouteFacts, marked: Marked): RequestMark | null {
  const { request, read, caller } = marked
  const key = request.get('Idempotency-Key')
  if (key === undefined || route.repeatable !== true) return null
  if (!IDEMPOTENCY_KEY.test(key))
    throw new MalformedRequest([{ pointer: 'header/Idempotency-Key', detail: 'must be 1 to 255 printable characters' }])
  // What is asked: the body, and whom it is about where the path says that.
  const body = read === null ? '' : hashBody(read)
  const asked = route.params === undefined ? body : `${request.path}\n${body}`
  const requestHash = deps.hashRequest(asked)
  return { ...nameKey(route, caller, { request, key, requestHash }), operation: route.operation, requestHash }
}

/**
 * A key is its caller's own, so that nobody gets the answer of somebody else: no key of a partner has a blank in it, and no partner has
 * the number 0. Of an approval link it is the link's, whose secret is asked for each time; of somebody who is nobody yet, it is only
 * good with the very same request.
 */
function nameKey(
  route: RouteFacts,
  caller: Caller | null,
  { request, key, requestHash }: { request: Request; key: string; requestHash: string },
): Pick<RequestMark, 'partnerId' | 'key'> {
  if (caller?.kind === 'partner') return { partnerId: caller.partnerId, key }
  if (caller?.kind === 'operator') return { partnerId: 0, key: `operator ${caller.keyId} ${key}` }
  if (caller?.kind === 'member') return { partnerId: 0, key: `member ${caller.memberId} ${key}` }
  if (route.byApproval === true) return { partnerId: 0, key: `approval ${request.path} ${key}` }
  const name = createHash('sha256').update(`${key}\n${requestHash}`).digest('hex')
  return { partnerId: 0, key: `anyone ${name}` }
}
