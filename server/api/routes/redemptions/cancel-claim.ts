import { cancelClaim } from '../../../actions/redemptions/cancel-claim.ts'
import { presentClaim } from '../rewards/present-reward.ts'
import { forPartner } from '../../for-partner.ts'
import { route } from './deps.ts'
import { ClaimResponse } from '../../schemas/rewards/rewards.ts'

export const cancelClaimRoute = route({
  operation: 'cancelClaim',
  method: 'post',
  path: '/v1/claims/{claimId}/cancel',
  summary: 'Cancel a claim',
  description:
    'Of one that was not used: its points are restored, and a gift code that the member has not seen goes back to the pool. Repeating it is harmless.',
  caller: 'partner',
  scope: 'rewards:write',
  isTillWork: true,
  repeatable: true,
  once: 'answer_kept',
  response: ClaimResponse,
  refuses: [
    'claim_unknown',
    'partner_left',
    'claim_not_usable',
    'redemption_not_burned',
    'restoration_conflict',
    'restoration_out_of_time',
    'budget_used_up',
  ],
  handle: forPartner(cancelClaim, presentClaim),
})
