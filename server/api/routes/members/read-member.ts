import { readMember } from '../../../actions/members/read-member.ts'
import { presentMember } from './present-member.ts'
import { route } from './deps.ts'
import { MemberResponse } from '../../schemas/members/members.ts'

export const readMemberRoute = route({
  operation: 'readMember',
  method: 'get',
  path: '/v1/members/{memberId}',
  summary: 'Read a member',
  description: 'Without their points: those are told where the card is shown (POST /v1/members/search).',
  caller: 'partner',
  scope: 'members:read',
  response: MemberResponse,
  refuses: ['member_unknown'],
  handle: async ({ deps, caller: { partnerId }, params: { memberId } }) =>
    presentMember(await readMember(deps, { partnerId, memberId })),
})
