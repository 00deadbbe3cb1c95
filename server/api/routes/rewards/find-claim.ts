import { findClaimByVoucherCode } from '../../../actions/rewards/find-claim.ts'
import { presentClaim } from './present-reward.ts'
import { route } from './deps.ts'
import { ClaimResponse, VoucherQuery } from '../../schemas/rewards/rewards.ts'

export const findClaimRoute = route({
  operation: 'findClaim',
  method: 'get',
  path: '/v1/claims',
  summary: 'Find a claim by the voucher that a member shows',
  caller: 'partner',
  scope: 'rewards:write',
  query: VoucherQuery,
  response: ClaimResponse,
  refuses: ['claim_unknown'],
  handle: async ({ deps, caller: { partnerId }, query: { voucher } }) =>
    presentClaim(await findClaimByVoucherCode(deps, { partnerId, voucher })),
})
