import { readMember } from '../../../actions/members/read-member.ts'
import { presentMember } from './present-member.ts'
import { route } from './deps.ts'
import { MemberResponse } from '../../schemas/members/members.ts'

export const readMemberRoute = route({
  operation: 'readMember',
  method: 'get',
  path: '/v1/members/{memberId}',
  summary: 'Read a member',
  caller: 'partner',
  scope: 'members:read',
  response: MemberResponse,
  refuses: ['member_unknown'],
  handle: async ({ deps, params: { memberId } }) => presentMember(await readMember(deps, memberId)),
})
