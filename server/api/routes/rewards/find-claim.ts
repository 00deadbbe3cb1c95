import { findClaimByVoucherCode } from '../../../actions/rewards/find-claim.ts'
import { presentClaim } from './present-reward.ts'
import { route } from './deps.ts'
import { ClaimResponse, FindClaimBody } from '../../schemas/rewards/rewards.ts'

export const findClaimRoute = route({
  operation: 'findClaim',
  method: 'post',
  path: '/v1/claims/search',
  summary: 'Find a claim by the voucher that a member shows',
  description:
    'A voucher is as good as the thing that it is for: it travels in the body, so that no log of addresses holds it.',
  caller: 'partner',
  scope: 'rewards:write',
  body: FindClaimBody,
  reads: true,
  response: ClaimResponse,
  refuses: ['claim_unknown'],
  handle: async ({ deps, caller: { partnerId }, body: { voucher } }) =>
    presentClaim(await findClaimByVoucherCode(deps, { partnerId, voucher })),
})
