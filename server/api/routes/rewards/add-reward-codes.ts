import { addRewardCodes } from '../../../actions/rewards/add-reward-codes.ts'
import { LIST_BODY_BYTES_MAX } from '../../route.ts'
import { route } from './deps.ts'
import { RewardCodesBody, RewardCodesResponse } from '../../schemas/rewards/rewards.ts'

export const addRewardCodesRoute = route({
  operation: 'addRewardCodes',
  method: 'post',
  path: '/v1/rewards/{rewardId}/codes',
  summary: 'Fill the pool of a gift code reward',
  description: 'Each code is given to one member. Codes that are in the pool already are left out.',
  caller: 'partner',
  scope: 'rewards:write',
  body: RewardCodesBody,
  bodyBytesMax: LIST_BODY_BYTES_MAX,
  repeatable: true,
  once: 'answer_kept',
  response: RewardCodesResponse,
  refuses: ['reward_unknown', 'reward_terms_invalid'],
  handle: async ({ deps, caller: { partnerId }, params: { rewardId }, body: { codes } }) => {
    const { left, ...counts } = await addRewardCodes(deps, { partnerId, rewardId, codes })
    return { ...counts, left: String(left) }
  },
})
