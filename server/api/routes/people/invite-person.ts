import { invitePerson } from '../../../actions/people/invite-person.ts'
import { giverOf } from '../../giver-of.ts'
import { InvitePersonBody, PersonResponse } from '../../schemas/people/people.ts'
import { route } from './deps.ts'
import { presentPerson } from './present-person.ts'

export const invitePersonRoute = route({
  operation: 'invitePerson',
  method: 'post',
  path: '/v1/partner/people',
  summary: 'Invite a person to the console',
  description:
    'They get an e-mail and sign in with a code. A role is only given by who may do all that it may: with the scope `people:write`, by an owner, or by a key with the scopes of the role.',
  caller: 'partner',
  scope: 'people:write',
  body: InvitePersonBody,
  audit: { keeps: ['role'] },
  repeatable: true,
  // The answer has an address in it, which is not kept in clear.
  once: 'answer_shown_once',
  status: 201,
  response: PersonResponse,
  refuses: ['identifier_malformed', 'channel_unavailable', 'person_exists', 'people_too_many'],
  handle: async ({ deps, caller, body }) =>
    presentPerson(await invitePerson(deps, { ...body, partnerId: caller.partnerId, giver: giverOf(caller) })),
})
