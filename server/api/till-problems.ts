import { problem } from './problem.ts'

/** Problems of tills that work without network, and of the slips that they print. */
export const tillProblems = {
  till_unknown: problem(404, 'Till unknown', 'The partner has no such till, or it was revoked.'),
  tills_too_many: problem(
    409,
    'Too many tills',
    'The partner has `tillsMax` tills that are not revoked. Revoke those that are not used any more.',
  ),
  till_key_invalid: problem(
    422,
    'Till key invalid',
    'The public key is no P-256 key as SubjectPublicKeyInfo in base64url.',
  ),
  slip_unknown: problem(404, 'Slip unknown', 'There is no such slip, or its till has not sent it yet.'),
  slip_invalid: problem(
    422,
    'Slip invalid',
    'The signed text of the slip was altered, or no till of the partner that may sign has signed it.',
  ),
  slip_conflict: problem(
    409,
    'Slip conflict',
    'This order reference or code is already used for another slip. The first one stands.',
  ),
  slip_expired: problem(410, 'Slip expired', 'The points of a slip can be collected for `daysMax` days.'),
  slip_collected: problem(409, 'Slip collected', 'The points of this slip were collected already.'),
  slip_voided: problem(409, 'Slip voided', 'The goods of this slip were brought back, so it gives no points.'),
} as const
