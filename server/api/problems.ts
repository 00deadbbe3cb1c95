import { Rejection, Transient, type RejectionCode, type RejectionDetails } from '../domain/rejection.ts'
import { problem, type Problem } from './problem.ts'
import { memberAccessProblems, redemptionProblems, rewardProblems } from './redemption-problems.ts'

export type ProblemCode = RejectionCode | 'internal_error'

/** Seconds after which a caller may try again when something of ours did not answer. */
export const RETRY_AFTER_SECONDS = 1

const requestProblems = {
  malformed_request: problem(
    400,
    'Malformed request',
    'The request does not fit the schema of this route; `errors` names each fault.',
  ),
  unsupported_media_type: problem(
    415,
    'Unsupported media type',
    'Send the body as application/json in UTF-8, or in one of the `types` that are named, without content encoding.',
  ),
  body_too_large: problem(
    413,
    'Body too large',
    'The body is larger than this route accepts; `bytesMax` is the limit. Split the request.',
  ),
  unknown_route: problem(404, 'Unknown route', 'Nothing answers here. The routes are listed in /openapi.json.'),
  method_not_allowed: problem(
    405,
    'Method not allowed',
    'This path exists, but not with this method; the Allow header lists the methods.',
  ),
  request_timeout: problem(408, 'Request timeout', 'The request did not arrive completely in time. Send it again.'),
  too_many_requests: problem(
    429,
    'Too many requests',
    'This key or address has used up its requests; Retry-After says when to go on.',
  ),
  idempotency_key_reused: problem(
    422,
    'Idempotency key reused',
    'This Idempotency-Key was used for another request. Use one key for one request only.',
  ),
  service_unavailable: problem(
    503,
    'Service unavailable',
    'Something that is needed did not answer in time, and nothing was recorded. Send the same request again after Retry-After.',
  ),
}

const callerProblems = {
  unauthenticated: problem(
    401,
    'Not authenticated',
    'Send a valid API key as `Authorization: Bearer ent_<keyId>_<secret>`.',
  ),
  key_revoked: problem(401, 'Key revoked', 'This API key was revoked. Ask for a new one.'),
  key_expired: problem(401, 'Key expired', 'This API key has expired. Ask for a new one.'),
  scope_missing: problem(403, 'Scope missing', 'This API key may not do that; `scope` is the scope it lacks.'),
  key_unknown: problem(404, 'Key unknown', 'The partner has no API key of this id.'),
}

const partnerProblems = {
  partner_unknown: problem(404, 'Partner unknown', 'There is no partner of this id.'),
  partner_exists: problem(409, 'Partner exists', 'A partner of this name is registered already.'),
  partner_suspended: problem(
    403,
    'Partner suspended',
    'The partner is suspended from issuing points; new purchases are refused until it is resumed.',
  ),
  partner_left: problem(403, 'Partner left', 'The partner has left the coalition for ever.'),
  allowance_out_of_range: problem(
    422,
    'Allowance out of range',
    'An allowance changes by 1 point at least and by `pointsMax` at most.',
  ),
  no_earning_rule: problem(422, 'No earning rule', 'The partner had no earning rule at the time of the purchase.'),
}

const memberProblems = {
  member_unknown: problem(404, 'Member unknown', 'No member is known by this identifier.'),
  member_mismatch: problem(422, 'Member mismatch', 'The order that is named belongs to another member.'),
  identifier_taken: problem(
    409,
    'Identifier taken',
    'This identifier belongs to a member already; `kind` says which one of those sent.',
  ),
  identifier_malformed: problem(
    422,
    'Identifier malformed',
    'The identifier is not a valid one of its kind: a wrong check digit, or not an address or number that can exist.',
  ),
  wallet_taken: problem(409, 'Wallet taken', 'A member with this wallet address is enrolled already.'),
  wallet_proof_invalid: problem(
    422,
    'Wallet proof invalid',
    'The signed message does not prove the wallet; `reason` says why. Ask for a new challenge.',
  ),
}

const recordProblems = {
  purchase_unknown: problem(404, 'Purchase unknown', 'The partner has no such purchase.'),
  purchase_conflict: problem(
    409,
    'Purchase conflict',
    'This order reference was recorded before with other facts; `fields` names them. The first record stands.',
  ),
  return_unknown: problem(404, 'Return unknown', 'The partner has no such return.'),
  return_conflict: problem(
    409,
    'Return conflict',
    'This return reference was recorded before with other facts; `fields` names them. The first record stands.',
  ),
  return_exceeds_purchase: problem(
    422,
    'Return exceeds purchase',
    'More would be returned than is left of the order; `remainingMinor` is left.',
  ),
  return_before_purchase: problem(
    422,
    'Return before purchase',
    'The return is dated before the purchase that it names.',
  ),
  currency_mismatch: problem(422, 'Currency mismatch', 'The partner trades in another currency; `expected` names it.'),
  amount_out_of_range: problem(
    422,
    'Amount out of range',
    'An amount is outside `amountMin` and `amountMax`, or its eligible part is larger than the whole.',
  ),
  occurred_in_future: problem(
    422,
    'Occurred in the future',
    'The time is later than the present by more than clocks may differ.',
  ),
  occurred_too_long_ago: problem(422, 'Occurred too long ago', 'The time is before the earliest that can be recorded.'),
  batch_unknown: problem(404, 'Batch unknown', 'The partner has no such batch.'),
  receipt_unknown: problem(404, 'Receipt unknown', 'The partner has no entry of this id.'),
  receipt_pending: problem(
    409,
    'Receipt pending',
    'The entry is recorded but not in a batch yet; its receipt follows in seconds. Ask again.',
  ),
}

/** The catalogue: one entry a code. `docs/errors.md` is written from it. */
export const PROBLEMS = {
  ...requestProblems,
  ...callerProblems,
  ...partnerProblems,
  ...memberProblems,
  ...recordProblems,
  ...redemptionProblems,
  ...rewardProblems,
  ...memberAccessProblems,
  internal_error: problem(500, 'Internal error', 'Entente made a mistake. It is logged under `requestId`.'),
} satisfies Record<ProblemCode, Problem>

/** One fault of a request: where it is (a JSON pointer, or the name of a header or parameter), and what it is. */
export interface Fault {
  readonly pointer: string
  readonly detail: string
}

/** Thrown by the schema check, so that every fault can be listed. */
export class MalformedRequest extends Rejection {
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super('malformed_request')
    this.faults = faults
  }
}

/** Body of an application/problem+json answer (RFC 9457). */
export interface ProblemBody {
  type: string
  title: string
  status: number
  detail: string
  code: ProblemCode
  requestId?: string
  errors?: readonly Fault[]
  details?: RejectionDetails
}

/** The code that an error is answered with. */
export function problemCodeOf(error: unknown): ProblemCode {
  if (error instanceof Rejection) return error.code
  return error instanceof Transient ? 'service_unavailable' : 'internal_error'
}

/** Makes the body for a code. */
export function makeProblem(
  code: ProblemCode,
  details: RejectionDetails = {},
  faults: readonly Fault[] = [],
): ProblemBody {
  const { status, title, detail } = PROBLEMS[code]
  const body: ProblemBody = { type: `/docs/errors#${code}`, title, status, detail, code }
  if (faults.length > 0) body.errors = faults
  if (Object.keys(details).length > 0) body.details = details
  return body
}

/** Makes the body for an error; an unexpected one tells the caller nothing about itself. */
export function problemOf(error: unknown): ProblemBody {
  const code = problemCodeOf(error)
  if (error instanceof MalformedRequest) return makeProblem(code, {}, error.faults)
  return makeProblem(code, error instanceof Rejection ? error.details : {})
}
