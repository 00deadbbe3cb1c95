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
    'Where the member shows the card, its number or its code: with pending, confirmed and final points of the whole coalition, what expires next, and a `visit` that names the member as present for the next 15 minutes. By e-mail or phone a partner finds those who showed it who they are, and whom its own tills wrote down; anybody else is as unknown to it as who is no member. Identifiers travel in the body, so that no log of addresses holds them.',
  caller: 'partner',
  scope: 'members:read',
  body: MemberReferenceBody,
  reads: true,
  response: MemberResponse,
  refuses: ['member_unknown', 'identifier_malformed'],
  handle: async ({ deps, caller: { partnerId }, body }) =>
    presentMember(await findMember(deps, { partnerId, reference: body })),
})
