import { z } from 'zod'

import { removePartnerPerson } from '../../../actions/people/remove-partner-person.ts'
import { Answer } from '../../route.ts'
import { route } from './deps.ts'

export const removePartnerPersonRoute = route({
  operation: 'removePartnerPerson',
  method: 'delete',
  path: '/v1/partners/{partnerId}/people/{personId}',
  summary: 'Remove a person of a partner',
  description: 'They are signed out everywhere at once, and the address is forgotten. The last owner as well.',
  caller: 'operator',
  operatorScopes: ['operator:keys'],
  status: 204,
  response: z.null(),
  refuses: ['partner_unknown', 'person_unknown'],
  handle: async ({ deps, params: { partnerId, personId } }) => {
    await removePartnerPerson(deps, { partnerId, personId })
    return new Answer(204, null, false)
  },
})
