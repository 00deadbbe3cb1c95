import { z } from 'zod'

import { endOwnSession } from '../../../actions/sign-in/end-own-session.ts'
import { Answer } from '../../route.ts'
import { route } from './deps.ts'

export const endOwnSessionRoute = route({
  operation: 'endOwnSession',
  method: 'delete',
  path: '/v1/sessions/{sessionId}',
  summary: 'End one of your sessions',
  description: 'Answers the same where there is no such session of yours any more.',
  caller: 'member',
  status: 204,
  response: z.null(),
  handle: async ({ deps, caller: { memberId }, params: { sessionId } }) => {
    await endOwnSession(deps, { memberId, id: sessionId })
    return new Answer(204, null, false)
  },
})
