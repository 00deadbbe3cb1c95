import { PROBLEMS, type ProblemCode } from './problems.ts'
import type { RouteFacts } from './route.ts'

/** Whether it refuses what another site's page may have sent: with a session, that is. */
const isForOwnPages = ({ method, caller, signsIn }: RouteFacts) =>
  method !== 'get' && (caller === 'member' || caller === 'partner' || caller === 'person' || signsIn === true)

/** Every code that a route may answer: its own, and those of its shape. */
export function codesOf(route: RouteFacts): ProblemCode[] {
  const codes: ProblemCode[] = [
    'too_many_requests',
    'internal_error',
    'service_unavailable',
    'malformed_request',
    ...route.refuses,
  ]
  if (route.caller === 'member' || route.caller === 'person') codes.push('signed_out')
  if (isForOwnPages(route)) codes.push('origin_refused')
  if (route.caller === 'partner' || route.caller === 'operator')
    codes.push('unauthenticated', 'key_revoked', 'key_expired', 'scope_missing')
  if (route.body !== undefined) codes.push('unsupported_media_type', 'body_too_large', 'request_timeout')
  if (route.repeatable === true) codes.push('idempotency_key_reused')
  // The answer of a request is gone with the member whom it was about.
  if (route.repeatable === true || route.once !== undefined) codes.push('answer_not_kept')
  if (route.fourEyes !== undefined) codes.push('proposals_too_many')
  return [...new Set(codes)].sort((a, b) => PROBLEMS[a].status - PROBLEMS[b].status || a.localeCompare(b))
}
