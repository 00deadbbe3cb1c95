import { invitePartnerPerson } from '../../../actions/people/invite-partner-person.ts'
import { InvitePersonBody, PersonResponse } from '../../schemas/people/people.ts'
import { route } from './deps.ts'
import { presentPerson } from './present-person.ts'

export const invitePartnerPersonRoute = route({
  operation: 'invitePartnerPerson',
  method: 'post',
  path: '/v1/partners/{partnerId}/people',
  summary: 'Invite a person to the console of a partner',
  description: 'The first owner of a brand; owners invite the others. They get an e-mail and sign in with a code.',
  caller: 'operator',
  operatorScopes: ['operator:keys'],
  body: InvitePersonBody,
  audit: { keeps: ['role'] },
  repeatable: true,
  // The answer has an address in it, which is not kept in clear.
  once: 'answer_shown_once',
  status: 201,
  response: PersonResponse,
  refuses: ['partner_unknown', 'identifier_malformed', 'channel_unavailable', 'person_exists', 'people_too_many'],
  handle: async ({ deps, params: { partnerId }, body }) =>
    presentPerson(await invitePartnerPerson(deps, { ...body, partnerId })),
})
