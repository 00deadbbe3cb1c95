import { findMember } from '../../../actions/members/find-member.ts'
import { presentMember } from './present-member.ts'
import { route } from './deps.ts'
import { MemberReferenceBody, MemberResponse } from '../../schemas/members/members.ts'

export const findMemberRoute = route({
  operation: 'findMember',
  method: 'post',
  path: '/v1/members/search',
  summary: 'Find a member by any identifier',
  description:
    'With pending, confirmed and final points of the whole coalition, and what expires next. Identifiers travel in the body, so that no log of addresses holds them.',
  caller: 'partner',
  scope: 'members:read',
  body: MemberReferenceBody,
  reads: true,
  response: MemberResponse,
  refuses: ['member_unknown', 'identifier_malformed'],
  handle: async ({ deps, body }) => presentMember(await findMember(deps, body)),
})
