import { readMe } from '../../../actions/members/read-me.ts'
import { presentMe } from './present-me.ts'
import { route } from './deps.ts'
import { MeResponse } from '../../schemas/members/me.ts'

export const readMeRoute = route({
  operation: 'readMe',
  method: 'get',
  path: '/v1/me',
  summary: 'Read your own points and account',
  caller: 'member',
  response: MeResponse,
  handle: async ({ deps, caller: { memberId } }) => presentMe(await readMe(deps, memberId)),
})
