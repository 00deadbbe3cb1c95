import { approvalOf } from '../../../actions/redemptions/read-approval.ts'
import { claimReward } from '../../../actions/redemptions/claim-reward.ts'
import { presentClaimOrder } from './present-redemption.ts'
import { Answer } from '../../route.ts'
import { route } from './deps.ts'
import { ClaimOrderResponse } from '../../schemas/redemptions/claim-orders.ts'
import { ClaimRewardBody } from '../../schemas/rewards/rewards.ts'
import { HOLD_REFUSALS } from './hold-refusals.ts'

export const claimRewardRoute = route({
  operation: 'claimReward',
  method: 'post',
  path: '/v1/me/claims',
  summary: 'Claim a reward',
  description:
    'Holds the reward and its points for a few minutes; it is yours once you consent. A reward that needs a basket is had at a till only. Asked again meanwhile, it is the same hold.',
  caller: 'member',
  body: ClaimRewardBody,
  repeatable: true,
  status: 201,
  response: ClaimOrderResponse,
  refuses: ['partner_left', ...HOLD_REFUSALS],
  handle: async ({ deps, caller: { memberId }, body: { rewardId }, mark }) => {
    const claimed = await claimReward(deps, { memberId, rewardId, keyed: mark })
    const order = presentClaimOrder(await approvalOf(deps, claimed.redemption))
    return claimed.replayed ? new Answer(200, ClaimOrderResponse.parse(order), true) : order
  },
})
