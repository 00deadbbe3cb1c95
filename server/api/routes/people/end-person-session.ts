import { z } from 'zod'

import { endPersonSession } from '../../../actions/people/end-person-session.ts'
import { Answer } from '../../route.ts'
import { route } from './deps.ts'

export const endPersonSessionRoute = route({
  operation: 'endPersonSession',
  method: 'delete',
  path: '/v1/partner/sessions/{sessionId}',
  summary: 'End one of your sessions of the console',
  description: 'Answers the same where there is no such session of yours any more.',
  caller: 'person',
  status: 204,
  response: z.null(),
  handle: async ({ deps, caller: { keyId: personId }, params: { sessionId } }) => {
    await endPersonSession(deps, { personId, id: sessionId })
    return new Answer(204, null, false)
  },
})
