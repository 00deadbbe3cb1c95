import { claimReward } from '../../actions/claim-reward.ts'
import { presentClaimOrder } from '../present-redemption.ts'
import { route } from '../route.ts'
import { ClaimOrderResponse, ClaimRewardBody } from '../schemas/rewards.ts'

export const claimRewardRoute = route({
  operation: 'claimReward',
  method: 'post',
  path: '/v1/me/claims',
  summary: 'Claim a reward',
  description:
    'Holds the reward and its points for a few minutes; it is yours once you consent. A reward that needs a basket is had at a till only. Asked again meanwhile, it is the same hold.',
  caller: 'member',
  body: ClaimRewardBody,
  status: 201,
  response: ClaimOrderResponse,
  refuses: [
    'partner_left',
    'points_insufficient',
    'points_out_of_range',
    'holds_too_many',
    'nonces_used_up',
    'member_frozen',
    'account_moving',
    'account_closed',
    'reward_unknown',
    'reward_unavailable',
    'reward_out_of_stock',
    'reward_limit_reached',
    'reward_basket_too_small',
  ],
  handle: async ({ deps, caller: { memberId }, body: { rewardId } }) =>
    presentClaimOrder(await claimReward(deps, { memberId, rewardId })),
})
