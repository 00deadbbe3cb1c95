import { consentAsMember } from '../../../actions/redemptions/consent-as-member.ts'
import { answerRedemption } from './answer-change.ts'
import { route } from './deps.ts'
import { ConsentBody, RedemptionResponse } from '../../schemas/redemptions/redemptions.ts'
import { CONSENT_REFUSALS } from './consent-refusals.ts'

export const consentAsMemberRoute = route({
  operation: 'consentAsMember',
  method: 'post',
  path: '/v1/me/redemptions/{redemptionId}/consent',
  summary: 'Consent to a redemption of your own',
  description:
    'At a till, which then captures; or to a reward that you claimed yourself, which is captured at once and gives you its claim. Repeating it is harmless.',
  caller: 'member',
  body: ConsentBody,
  repeatable: true,
  response: RedemptionResponse,
  refuses: ['redemption_unknown', 'redemption_refused', 'reward_out_of_stock', ...CONSENT_REFUSALS],
  handle: ({ deps, caller: { memberId }, params: { redemptionId }, body, mark, device }) =>
    answerRedemption(deps, mark, (keyed) => consentAsMember(deps, { redemptionId, memberId, device }, body, keyed)),
})
