import { listCharities } from '../../../actions/rewards/list-charities.ts'
import { presentCharity } from './present-reward.ts'
import { route } from './deps.ts'
import { CharitiesResponse } from '../../schemas/rewards/rewards.ts'

export const listCharitiesRoute = route({
  operation: 'listCharities',
  method: 'get',
  path: '/v1/charities',
  summary: 'List charities',
  caller: 'anyone',
  status: 200,
  response: CharitiesResponse,
  refuses: [],
  handle: async ({ deps }) => ({ charities: (await listCharities(deps)).map(presentCharity) }),
})
