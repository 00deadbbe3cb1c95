import { z } from 'zod'

import { listOwnRewards } from '../../../actions/rewards/list-own-rewards.ts'
import { OWN_REWARDS } from '../../schemas/rewards/rewards.ts'
import { route } from './deps.ts'
import { presentOwnReward } from './present-reward.ts'

export const listOwnRewardsRoute = route({
  operation: 'listOwnRewards',
  method: 'get',
  path: '/v1/partner/rewards',
  summary: 'List your own rewards',
  description: 'Those that are planned, over or withdrawn as well, newest first.',
  caller: 'partner',
  scope: 'ledger:read',
  query: z.strictObject(OWN_REWARDS.query),
  response: OWN_REWARDS.response,
  handle: async ({ deps, caller: { partnerId }, query: { cursor = null, limit } }) =>
    OWN_REWARDS.present(await listOwnRewards(deps, { partnerId, before: cursor, rowsMax: limit }), presentOwnReward),
})
