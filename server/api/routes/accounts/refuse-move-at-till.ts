import { refuseMoveAtTill } from '../../../actions/accounts/refuse-move-at-till.ts'
import { readMember } from '../../../actions/members/read-member.ts'
import { presentMember } from '../members/present-member.ts'
import { route } from './deps.ts'
import { MemberResponse } from '../../schemas/members/members.ts'

export const refuseMoveAtTillRoute = route({
  operation: 'refuseMoveAtTill',
  method: 'post',
  path: '/v1/members/{memberId}/move/refuse',
  summary: "Refuse a move of a member's account",
  description: 'For a member who is at the till and did not ask for it. Possible while the move waits.',
  caller: 'partner',
  scope: 'members:write',
  repeatable: true,
  once: 'answer_kept',
  response: MemberResponse,
  refuses: ['member_unknown', 'move_unknown'],
  handle: async ({ deps, caller: { partnerId }, params: { memberId } }) => {
    await refuseMoveAtTill(deps, memberId)
    return presentMember(await readMember(deps, { partnerId, memberId }))
  },
})
