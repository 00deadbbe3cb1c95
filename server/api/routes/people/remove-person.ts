import { z } from 'zod'

import { removePerson } from '../../../actions/people/remove-person.ts'
import { giverOf } from '../../giver-of.ts'
import { Answer } from '../../route.ts'
import { route } from './deps.ts'

export const removePersonRoute = route({
  operation: 'removePerson',
  method: 'delete',
  path: '/v1/partner/people/{personId}',
  summary: 'Remove a person',
  description: 'They are signed out everywhere at once, and the address is forgotten.',
  caller: 'partner',
  scope: 'people:write',
  status: 204,
  response: z.null(),
  refuses: ['person_unknown', 'owner_needed'],
  handle: async ({ deps, caller, params: { personId } }) => {
    await removePerson(deps, { partnerId: caller.partnerId, personId, giver: giverOf(caller) })
    return new Answer(204, null, false)
  },
})
