import { voidRedemption } from '../../../actions/redemptions/void-redemption.ts'
import { presentRedemption } from './present-redemption.ts'
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
  response: RedemptionResponse,
  refuses: ['redemption_unknown', 'redemption_captured'],
  handle: async ({ deps, caller: { partnerId }, params: { redemptionId } }) =>
    presentRedemption(await voidRedemption(deps, { redemptionId, partnerId, memberId: null }, 'partner')),
})
