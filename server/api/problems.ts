import { Rejection, Transient, type RejectionCode, type RejectionDetails } from '../domain/rejection.ts'
import { problem, type Problem } from './problem.ts'
import { memberAccessProblems, redemptionProblems, rewardProblems } from './redemption-problems.ts'
import { clearingProblems } from './clearing-problems.ts'
import { tillProblems } from './till-problems.ts'
import { webhookProblems } from './webhook-problems.ts'
import { peopleProblems } from './people-problems.ts'
import { programmeProblems } from './programme-problems.ts'
import { requestProblems } from './request-problems.ts'

export type ProblemCode = RejectionCode | 'internal_error'

/** Seconds after which a caller may try again when something of ours did not answer. */
export const RETRY_AFTER_SECONDS = 1

const callerProblems = {
  unauthenticated: problem(
    401,
    'Not authenticated',
    'Send a valid API key as `Authorization: Bearer ent_<keyId>_<secret>`, or sign in.',
  ),
  key_revoked: problem(401, 'Key revoked', 'This API key was revoked. Ask for a new one.'),
  key_expired: problem(401, 'Key expired', 'This API key has expired. Ask for a new one.'),
  scope_missing: problem(
    403,
    'Scope missing',
    'This API key, or the role of this person, does not have the scope that `scope` names.',
  ),
  key_unknown: problem(404, 'Key unknown', 'The partner has no API key with this id.'),
  proposal_unknown: problem(404, 'Proposal unknown', 'There is no such proposal, or it is not yours to carry out.'),
  proposal_closed: problem(
    409,
    'Proposal closed',
    'Nothing can be done with this proposal now; `state` says why: it is decided, expired, or its key has ended.',
  ),
  proposals_too_many: problem(
    409,
    'Too many proposals',
    'This key has `waitingMax` proposals that wait. Have some decided on, or take them back.',
  ),
  second_person_needed: problem(
    403,
    'Second person needed',
    'A proposal is approved by somebody else: not with the key that proposed, one that it issued, the one that issued it, or one that the same key issued.',
  ),
}

const partnerProblems = {
  partner_unknown: problem(404, 'Partner unknown', 'There is no partner with this id.'),
  partner_exists: problem(409, 'Partner exists', 'A partner with this name is already registered.'),
  partner_numbers_used_up: problem(
    409,
    'Partner numbers used up',
    'Every number that this cell may give a partner is given: add a span to CELL_PARTNERS.',
  ),
  partner_suspended: problem(
    403,
    'Partner suspended',
    'The partner is suspended from issuing points; new purchases are refused until it is resumed.',
  ),
  partner_left: problem(403, 'Partner left', 'The partner has left the coalition for good.'),
  partner_leaving: problem(
    403,
    'Partner leaving',
    'The partner is leaving the coalition: it records no new purchases and holds no points. Until `returnsUntil` it takes returns and gives points back.',
  ),
  key_change_under_way: problem(
    409,
    'Key change under way',
    'The partner is changing its key to `address`, which the registry does not name for everything yet. Finish it, or take it back while the registry does not name that key at all.',
  ),
  key_change_unknown: problem(404, 'Key change unknown', 'The partner is not changing its key.'),
  operation_unknown: problem(
    404,
    'Operation unknown',
    'No announced call with this id waits: it was carried out, cancelled, or never announced.',
  ),
  allowance_out_of_range: problem(
    422,
    'Allowance out of range',
    'An allowance changes by at least 1 point and at most `pointsMax` points. No more can be left to issue than the supply of an epoch has room for.',
  ),
  no_redeem_rate: problem(422, 'No redeem rate', 'The partner has no redeem rate in this currency yet.'),
  valid_from_in_past: problem(
    422,
    'Valid from is in the past',
    'A new version can only take effect from `validFromMin` (now) or later, so that nothing changes after the fact.',
  ),
}

const memberProblems = {
  member_unknown: problem(404, 'Member unknown', 'No member has this identifier.'),
  member_mismatch: problem(422, 'Member mismatch', 'The order belongs to another member.'),
  identifier_taken: problem(
    409,
    'Identifier taken',
    'This identifier already belongs to a member; `kind` says which of those sent.',
  ),
  identifier_malformed: problem(
    422,
    'Identifier malformed',
    'The identifier is not valid for its kind: the check digit is wrong, or the address or number cannot exist. With `needsCountryCode`, a phone number has no country code, and the partner has not said in which country it is.',
  ),
  identifier_unproven: problem(
    422,
    'Identifier unproven',
    'Nobody has proved this address or number (`kind`) yet: it collects points and spends none. Have the member show their card.',
  ),
  identifiers_too_many: problem(
    409,
    'Too many identifiers',
    'The member has proved `identifiersMax` addresses and numbers already. Remove one first.',
  ),
  channel_unavailable: problem(
    409,
    'Channel unavailable',
    'This server sends no messages by this channel (`kind`): the operator has not set one up.',
  ),
  contact_unknown: problem(404, 'Contact unknown', 'The member receives no notices by this channel (`kind`).'),
  contact_too_new: problem(
    409,
    'Contact too new',
    'The contact was proved too recently to confirm a move: it counts from `usableAt` on.',
  ),
  code_wrong: problem(
    422,
    'Code wrong',
    'The one-time code is wrong, was used, has expired, or was tried too often. Ask for a new one.',
  ),
  wallet_taken: problem(409, 'Wallet taken', 'A member with this wallet address is already enrolled.'),
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
    'This order reference is already recorded with different values; `fields` names them. The first record stands.',
  ),
  return_unknown: problem(404, 'Return unknown', 'The partner has no such return.'),
  return_conflict: problem(
    409,
    'Return conflict',
    'This return reference is already recorded with different values; `fields` names them. The first record stands.',
  ),
  return_exceeds_purchase: problem(
    422,
    'Return exceeds purchase',
    'The return exceeds what is left of the order, which is `remainingMinor` of `currency`.',
  ),
  return_before_purchase: problem(422, 'Return before purchase', 'The return is dated before its purchase.'),
  currency_mismatch: problem(
    422,
    'Currency mismatch',
    'The partner does not trade in this currency, or the purchase was made in another one; `expected` lists the currencies that work.',
  ),
  amount_out_of_range: problem(
    422,
    'Amount out of range',
    'An amount is outside `amountMin` and `amountMax`, or its eligible part is larger than the whole.',
  ),
  occurred_in_future: problem(
    422,
    'Occurred in the future',
    'The time is in the future by more than the allowed clock difference.',
  ),
  occurred_too_long_ago: problem(422, 'Occurred too long ago', 'The time is before the earliest that can be recorded.'),
  batch_unknown: problem(404, 'Batch unknown', 'The partner has no such batch.'),
  receipt_unknown: problem(404, 'Receipt unknown', 'The partner has no entry with this id.'),
  receipt_pending: problem(
    409,
    'Receipt pending',
    'The entry is recorded but not yet in a batch; its receipt follows within seconds. Ask again.',
  ),
}

/** The catalogue: one entry a code. `docs/errors.md` is written from it. */
export const PROBLEMS = {
  ...requestProblems,
  ...callerProblems,
  ...partnerProblems,
  ...memberProblems,
  ...recordProblems,
  ...clearingProblems,
  ...tillProblems,
  ...programmeProblems,
  ...webhookProblems,
  ...peopleProblems,
  ...redemptionProblems,
  ...rewardProblems,
  ...memberAccessProblems,
  internal_error: problem(500, 'Internal error', 'Something went wrong in Entente. It is logged under `requestId`.'),
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
