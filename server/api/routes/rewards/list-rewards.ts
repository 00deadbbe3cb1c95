import { listRewards } from '../../../actions/rewards/list-rewards.ts'
import { presentReward } from './present-reward.ts'
import { route } from './deps.ts'
import { RewardsQuery, RewardsResponse } from '../../schemas/rewards/rewards.ts'

export const listRewardsRoute = route({
  operation: 'listRewards',
  method: 'get',
  path: '/v1/rewards',
  summary: 'Browse rewards',
  description: 'What can be had now, newest first. `cursor` is the `nextCursor` of the page before.',
  caller: 'anyone',
  query: RewardsQuery,
  status: 200,
  response: RewardsResponse,
  refuses: [],
  handle: async ({ deps, query: { partnerId = null, cursor = null, limit } }) => {
    const page = await listRewards(deps, { partnerId, beforeSeq: cursor, rewardsMax: limit })
    return {
      rewards: page.rewards.map(presentReward),
      nextCursor: page.nextBeforeSeq === null ? null : String(page.nextBeforeSeq),
    }
  },
})
