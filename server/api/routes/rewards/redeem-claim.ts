import { redeemClaim } from '../../../actions/rewards/redeem-claim.ts'
import { presentClaim } from './present-reward.ts'
import { route } from './deps.ts'
import { ClaimResponse, RedeemClaimBody } from '../../schemas/rewards/rewards.ts'

export const redeemClaimRoute = route({
  operation: 'redeemClaim',
  method: 'post',
  path: '/v1/claims/{claimId}/redeem',
  summary: 'Use a claim up',
  description:
    'The member got what it is for. A claim is used once, and only when its points are burned in a final block, unless you say `beforeBurned`: until then the ledger may refuse them.',
  caller: 'partner',
  scope: 'rewards:write',
  body: RedeemClaimBody,
  repeatable: true,
  once: 'answer_kept',
  response: ClaimResponse,
  refuses: ['claim_unknown', 'claim_not_usable', 'claim_not_burned'],
  handle: async ({ deps, caller: { partnerId }, params: { claimId }, body: { beforeBurned } }) =>
    presentClaim(await redeemClaim(deps, { partnerId, claimId, beforeBurned })),
})
