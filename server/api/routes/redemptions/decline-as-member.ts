import { declineAsMember } from '../../../actions/redemptions/decline-as-member.ts'
import { answerRedemption } from './answer-change.ts'
import { route } from './deps.ts'
import { RedemptionResponse } from '../../schemas/redemptions/redemptions.ts'

export const declineAsMemberRoute = route({
  operation: 'declineAsMember',
  method: 'post',
  path: '/v1/me/redemptions/{redemptionId}/decline',
  summary: 'Decline a redemption of your own',
  description:
    'Says no to a hold of your points, or takes back a consent before it is captured: the redemption is `voided`, by `member`, and the points are free at once. Repeating it is harmless.',
  caller: 'member',
  repeatable: true,
  response: RedemptionResponse,
  refuses: ['redemption_unknown', 'redemption_captured'],
  handle: ({ deps, caller: { memberId }, params: { redemptionId }, mark }) =>
    answerRedemption(deps, mark, (keyed) => declineAsMember(deps, { redemptionId, memberId }, keyed)),
})
