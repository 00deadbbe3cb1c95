import { withdrawReward } from '../../../actions/rewards/withdraw-reward.ts'
import { forPartner } from '../../for-partner.ts'
import { presentReward } from './present-reward.ts'
import { route } from './deps.ts'
import { RewardResponse } from '../../schemas/rewards/rewards.ts'

export const withdrawRewardRoute = route({
  operation: 'withdrawReward',
  method: 'post',
  path: '/v1/rewards/{rewardId}/withdraw',
  summary: 'Take a reward out of the catalogue',
  description: 'What was held or claimed before stays good.',
  caller: 'partner',
  scope: 'rewards:write',
  repeatable: true,
  once: 'answer_kept',
  response: RewardResponse,
  refuses: ['reward_unknown'],
  handle: forPartner(withdrawReward, presentReward),
})
