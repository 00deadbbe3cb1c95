import { listRewardVersions } from '../../../actions/rewards/list-reward-versions.ts'
import { forPartner } from '../../for-partner.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import { RewardVersionsResponse } from '../../schemas/rewards/rewards.ts'
import { route } from './deps.ts'
import { presentOwnReward } from './present-reward.ts'

export const listRewardVersionsRoute = route({
  operation: 'listRewardVersions',
  method: 'get',
  path: '/v1/partner/rewards/{rewardId}/versions',
  summary: 'List the versions of your own reward',
  description: 'The reward, those that it followed and those that followed it, newest first.',
  caller: 'partner',
  scope: 'ledger:read',
  response: RewardVersionsResponse,
  refuses: ['reward_unknown'],
  handle: forPartner(listRewardVersions, (versions) => presentWhole(versions, presentOwnReward)),
})
