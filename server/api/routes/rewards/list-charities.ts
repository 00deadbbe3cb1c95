import { z } from 'zod'

import { listCharities } from '../../../actions/rewards/list-charities.ts'
import { presentCharity } from './present-reward.ts'
import { route } from './deps.ts'
import { CHARITIES } from '../../schemas/rewards/rewards.ts'

export const listCharitiesRoute = route({
  operation: 'listCharities',
  method: 'get',
  path: '/v1/charities',
  summary: 'List charities',
  description: 'Those to which points can be given, by name.',
  caller: 'anyone',
  query: z.strictObject(CHARITIES.query),
  response: CHARITIES.response,
  handle: async ({ deps, query: { cursor = null, limit } }) =>
    CHARITIES.present(await listCharities(deps, { after: cursor, rowsMax: limit }), presentCharity),
})
