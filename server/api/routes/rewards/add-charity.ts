import { addCharity } from '../../../actions/rewards/add-charity.ts'
import { presentCharity } from './present-reward.ts'
import { route } from './deps.ts'
import { CharityBody, CharityResponse } from '../../schemas/rewards/rewards.ts'

export const addCharityRoute = route({
  operation: 'addCharity',
  method: 'post',
  path: '/v1/charities',
  summary: 'List a charity that members may give points to',
  caller: 'operator',
  operatorScopes: ['operator:charities'],
  body: CharityBody,
  audit: { keeps: ['name'] },
  repeatable: true,
  once: 'answer_kept',
  status: 201,
  response: CharityResponse,
  refuses: ['charity_exists'],
  handle: async ({ deps, body }) => presentCharity(await addCharity(deps, body)),
})
