import { z } from 'zod'

import { endOtherSessions } from '../../../actions/sign-in/end-other-sessions.ts'
import { Answer } from '../../route.ts'
import { route } from './deps.ts'

export const endOtherSessionsRoute = route({
  operation: 'endOtherSessions',
  method: 'delete',
  path: '/v1/sessions',
  summary: 'Sign out everywhere else',
  description: 'Ends all of your sessions except the one that asks.',
  caller: 'member',
  status: 204,
  response: z.null(),
  handle: async ({ deps, caller: { memberId, tokenHash } }) => {
    await endOtherSessions(deps, { memberId, tokenHash })
    return new Answer(204, null, false)
  },
})
