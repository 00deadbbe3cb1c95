import { redeemClaim } from '../../../actions/rewards/redeem-claim.ts'
import { forPartner } from '../../for-partner.ts'
import { presentClaim } from './present-reward.ts'
import { route } from './deps.ts'
import { ClaimResponse } from '../../schemas/rewards/rewards.ts'

export const redeemClaimRoute = route({
  operation: 'redeemClaim',
  method: 'post',
  path: '/v1/claims/{claimId}/redeem',
  summary: 'Use a claim up',
  description: 'The member got what it is for. A claim is used once.',
  caller: 'partner',
  scope: 'rewards:write',
  response: ClaimResponse,
  refuses: ['claim_unknown', 'claim_not_usable'],
  handle: forPartner(redeemClaim, presentClaim),
})
