import { listOwnSessions } from '../../../actions/sign-in/list-own-sessions.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import { SessionsResponse } from '../../schemas/sign-in/sessions.ts'
import { route } from './deps.ts'

export const listOwnSessionsRoute = route({
  operation: 'listOwnSessions',
  method: 'get',
  path: '/v1/sessions',
  summary: 'List where you are signed in',
  description: 'The session used last comes first. The time of use is right to a minute.',
  caller: 'member',
  response: SessionsResponse,
  handle: async ({ deps, caller: { memberId, tokenHash } }) =>
    presentWhole(await listOwnSessions(deps, memberId), (session) => ({
      sessionId: session.id,
      kind: session.kind,
      isCurrent: session.tokenHash === tokenHash,
      signedInAt: session.createdAt.toISOString(),
      lastUsedAt: session.lastUsedAt.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
    })),
})
