import { consentToRedemption } from '../../../actions/redemptions/consent-to-redemption.ts'
import { fromTill } from '../../../actions/sign-in/verify-pin.ts'
import { presentRedemption } from './present-redemption.ts'
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
  response: RedemptionResponse,
  refuses: ['redemption_unknown', ...CONSENT_REFUSALS],
  handle: async ({ deps, caller: { partnerId }, params: { redemptionId }, body }) =>
    presentRedemption(
      await consentToRedemption(deps, { redemptionId, partnerId, memberId: null }, body, { from: fromTill(partnerId) }),
    ),
})
