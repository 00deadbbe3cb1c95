import { problem } from './problem.ts'

/** Problems of the people of partners. */
export const peopleProblems = {
  person_unknown: problem(404, 'Person unknown', 'The partner has nobody with this id, or they were removed.'),
  person_exists: problem(409, 'Person exists', 'The partner has somebody with this e-mail address already.'),
  people_too_many: problem(409, 'Too many people', 'The partner has `peopleMax` people. Remove those who have left.'),
  owner_needed: problem(
    409,
    'Owner needed',
    'This is the only owner who has signed in. Somebody else must be one first; the operator can remove the last one.',
  ),
  partner_choice_needed: problem(
    409,
    'Choose a partner',
    'The code is right, and this address belongs to people of several partners: `partnerIds`, called `names`. Send the same code again with the `partnerId` of one.',
  ),
} as const
