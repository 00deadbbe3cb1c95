import { z } from 'zod'

import { signOutPerson } from '../../../actions/people/sign-out-person.ts'
import { Answer } from '../../route.ts'
import { personCookie } from '../../session-cookie.ts'
import { route } from './deps.ts'

export const signOutPersonRoute = route({
  operation: 'signOutPerson',
  method: 'delete',
  path: '/v1/partner/sessions/current',
  summary: 'Sign out of the console',
  caller: 'person',
  signsOut: true,
  status: 204,
  response: z.null(),
  handle: async ({ deps, caller: { keyId: personId, person } }) => {
    await signOutPerson(deps, { personId, id: person.sessionId })
    return new Answer(204, null, false, personCookie(null, deps.publicUrl))
  },
})
