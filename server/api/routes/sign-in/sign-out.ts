import { z } from 'zod'

import { signOut } from '../../../actions/sign-in/sign-out.ts'
import { Answer } from '../../route.ts'
import { route } from './deps.ts'
import { sessionCookie } from '../../session-cookie.ts'

export const signOutRoute = route({
  operation: 'signOut',
  method: 'delete',
  path: '/v1/sessions/current',
  summary: 'Sign out',
  caller: 'member',
  signsOut: true,
  status: 204,
  response: z.null(),
  handle: async ({ deps, caller: { tokenHash } }) => {
    await signOut(deps, tokenHash)
    return new Answer(204, null, false, sessionCookie(null, deps.siweTerms.uri))
  },
})
