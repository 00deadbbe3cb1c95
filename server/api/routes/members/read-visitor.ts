import { readMe } from '../../../actions/members/read-me.ts'
import { VisitorResponse } from '../../schemas/members/me.ts'
import { presentMe } from './present-me.ts'
import { route } from './deps.ts'

export const readVisitorRoute = route({
  operation: 'readVisitor',
  method: 'get',
  path: '/v1/visitor',
  summary: 'Read who is signed in in this browser, if anybody is',
  description:
    'For the first question of a page: a visitor who is not signed in is no error. `me` is what `GET /v1/me` answers, or null.',
  caller: 'visitor',
  response: VisitorResponse,
  handle: async ({ deps, caller }) => ({ me: caller === null ? null : presentMe(await readMe(deps, caller.memberId)) }),
})
