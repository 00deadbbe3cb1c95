import { problem } from './problem.ts'

/** Problems of the people of partners, and of what only they set. */
export const peopleProblems = {
  person_unknown: problem(404, 'Person unknown', 'The partner has nobody with this id, or they were removed.'),
  person_exists: problem(409, 'Person exists', 'The partner has somebody with this e-mail address already.'),
  people_too_many: problem(409, 'Too many people', 'The partner has `peopleMax` people. Remove those who have left.'),
  owner_needed: problem(
    409,
    'Owner needed',
    'This is the only owner who has signed in. Somebody else must be one first; the operator can remove the last one.',
  ),
  valid_from_too_soon: problem(
    422,
    'Valid from is too soon',
    'What a partner sets by itself takes effect from `validFromMin` or later: a day from now, so that others of it see it before.',
  ),
  person_needed: problem(
    403,
    'Person needed',
    'Only people of the partner do this, signed in to the console. A key confirms a statement only where one person may do so alone: this partner has two of them confirm (`GET /v1/partner/approvals`).',
  ),
  approver_needed: problem(
    409,
    'Approver needed',
    'Nobody but you could approve: another owner, or somebody of finance, must have signed in first.',
  ),
  approval_request_unknown: problem(404, 'Approval request unknown', 'The partner has no request with this id.'),
  approval_closed: problem(
    409,
    'Approval closed',
    'This request cannot be decided on any more: `state` says whether it was approved, rejected, expired, or whoever asked may not confirm statements any longer.',
  ),
  approval_waits: problem(
    409,
    'Approval waits',
    'Another request of the same kind waits for a second person. Have it approved or rejected first.',
  ),
  approval_by_requester: problem(
    403,
    'Another person needed',
    'A request is approved by somebody else than who made it, who had signed in before it was made.',
  ),
  sign_in_again: problem(
    403,
    'Sign in again',
    'A passkey is added within 15 minutes after signing in. Sign out, sign in with a code, and add it then.',
  ),
  partner_choice_needed: problem(
    409,
    'Choose a partner',
    'The code is right, and this address belongs to people of several partners: `partnerIds`, called `names`. Send the same code again with the `partnerId` of one.',
  ),
} as const
