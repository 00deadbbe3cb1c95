import { listPersonSessions } from '../../../actions/people/list-person-sessions.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import { PersonSessionsResponse } from '../../schemas/people/people.ts'
import { route } from './deps.ts'

export const listPersonSessionsRoute = route({
  operation: 'listPersonSessions',
  method: 'get',
  path: '/v1/partner/sessions',
  summary: 'List where you are signed in to the console',
  description: 'The session used last comes first. The time of use is right to a minute.',
  caller: 'person',
  response: PersonSessionsResponse,
  handle: async ({ deps, caller: { keyId, person } }) =>
    presentWhole(await listPersonSessions(deps, keyId), (session) => ({
      sessionId: session.id,
      isCurrent: session.id === person.sessionId,
      signedInAt: session.createdAt.toISOString(),
      lastUsedAt: session.lastUsedAt.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
    })),
})
