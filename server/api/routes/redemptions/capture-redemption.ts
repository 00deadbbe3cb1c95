import { captureRedemption } from '../../../actions/redemptions/capture-redemption.ts'
import { answerRedemption } from './answer-change.ts'
import { route } from './deps.ts'
import { RedemptionResponse } from '../../schemas/redemptions/redemptions.ts'

export const captureRedemptionRoute = route({
  operation: 'captureRedemption',
  method: 'post',
  path: '/v1/redemptions/{redemptionId}/capture',
  summary: 'Capture a redemption',
  description:
    'Takes the held points for good, and gives the claim of a reward: now hand over the goods. The ledger follows by itself; nobody waits for it. Repeating it is harmless.',
  caller: 'partner',
  scope: 'redemptions:write',
  repeatable: true,
  response: RedemptionResponse,
  refuses: [
    'redemption_unknown',
    'consent_missing',
    'hold_expired',
    'redemption_voided',
    'redemption_refused',
    'member_frozen',
    'account_moving',
    'account_closed',
    'reward_out_of_stock',
  ],
  handle: ({ deps, caller: { partnerId }, params: { redemptionId }, mark }) =>
    answerRedemption(deps, mark, (keyed) =>
      captureRedemption(deps, { redemptionId, partnerId, memberId: null }, keyed),
    ),
})
