import { listRewards } from '../../../actions/rewards/list-rewards.ts'
import { presentReward } from './present-reward.ts'
import { route } from './deps.ts'
import { REWARDS, RewardsQuery } from '../../schemas/rewards/rewards.ts'

export const listRewardsRoute = route({
  operation: 'listRewards',
  method: 'get',
  path: '/v1/rewards',
  summary: 'Browse rewards',
  description: 'What can be had now, newest first.',
  caller: 'anyone',
  query: RewardsQuery,
  response: REWARDS.response,
  handle: async ({ deps, query: { partnerId = null, cursor = null, limit } }) =>
    REWARDS.present(await listRewards(deps, { partnerId, before: cursor, rowsMax: limit }), presentReward),
})
