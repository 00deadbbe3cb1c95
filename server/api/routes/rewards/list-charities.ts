import { listCharities } from '../../../database/charities.ts'
import { presentCharity } from './present-reward.ts'
import { route } from '../../route.ts'
import { CharitiesResponse } from '../../schemas/rewards/rewards.ts'

/** Charities that are listed at once: an operator knows each of them. */
const CHARITIES_MAX = 1_000

export const listCharitiesRoute = route({
  operation: 'listCharities',
  method: 'get',
  path: '/v1/charities',
  summary: 'List charities',
  caller: 'anyone',
  status: 200,
  response: CharitiesResponse,
  refuses: [],
  handle: async ({ deps }) => ({ charities: (await listCharities(deps.db, CHARITIES_MAX)).map(presentCharity) }),
})
