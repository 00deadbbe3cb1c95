import { readVisitor } from '../../../actions/members/read-visitor.ts'
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
  handle: async ({ deps, caller }) => {
    const me = await readVisitor(deps, caller?.memberId ?? null)
    return { me: me === null ? null : presentMe(me) }
  },
})
