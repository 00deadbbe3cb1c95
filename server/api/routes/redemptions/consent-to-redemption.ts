import { consentToRedemption } from '../../../actions/redemptions/consent-to-redemption.ts'
import { answerRedemption } from './answer-change.ts'
import { fromTill } from '../../../actions/sign-in/verify-pin.ts'
import { route } from './deps.ts'
import { ConsentBody, RedemptionResponse } from '../../schemas/redemptions/redemptions.ts'
import { CONSENT_REFUSALS } from './consent-refusals.ts'

export const consentToRedemptionRoute = route({
  operation: 'consentToRedemption',
  method: 'post',
  path: '/v1/redemptions/{redemptionId}/consent',
  summary: "Record the member's consent",
  description:
    "The PIN that a card member enters at the till, or the signature of the member's own wallet or passkey. Repeating it is harmless.",
  caller: 'partner',
  scope: 'redemptions:write',
  body: ConsentBody,
  repeatable: true,
  response: RedemptionResponse,
  refuses: ['redemption_unknown', ...CONSENT_REFUSALS],
  handle: ({ deps, caller: { partnerId }, params: { redemptionId }, body, mark }) =>
    answerRedemption(deps, mark, (keyed) =>
      consentToRedemption(deps, { redemptionId, partnerId, memberId: null }, body, {
        keyed,
        from: fromTill(partnerId),
      }),
    ),
})
