import { readReward } from '../../../actions/rewards/read-reward.ts'
import { presentReward } from './present-reward.ts'
import { route } from './deps.ts'
import { RewardResponse } from '../../schemas/rewards/rewards.ts'

export const readRewardRoute = route({
  operation: 'readReward',
  method: 'get',
  path: '/v1/rewards/{rewardId}',
  summary: 'Read a reward',
  caller: 'anyone',
  response: RewardResponse,
  refuses: ['reward_unknown'],
  handle: async ({ deps, params: { rewardId } }) => presentReward(await readReward(deps, rewardId)),
})
