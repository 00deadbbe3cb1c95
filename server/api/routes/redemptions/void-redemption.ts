import { voidRedemption } from '../../../actions/redemptions/void-redemption.ts'
import { answerRedemption } from './answer-change.ts'
import { route } from './deps.ts'
import { RedemptionResponse } from '../../schemas/redemptions/redemptions.ts'

export const voidRedemptionRoute = route({
  operation: 'voidRedemption',
  method: 'post',
  path: '/v1/redemptions/{redemptionId}/void',
  summary: 'Void a redemption',
  description: 'Gives held points free again. What was captured is restored instead. Repeating it is harmless.',
  caller: 'partner',
  scope: 'redemptions:write',
  repeatable: true,
  response: RedemptionResponse,
  refuses: ['redemption_unknown', 'redemption_captured'],
  handle: ({ deps, caller: { partnerId }, params: { redemptionId }, mark }) =>
    answerRedemption(deps, mark, (keyed) =>
      voidRedemption(deps, { redemptionId, partnerId, memberId: null }, 'partner', keyed),
    ),
})
