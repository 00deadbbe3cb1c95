import { readPowers } from '../../../actions/powers/read-powers.ts'
import { route } from './deps.ts'
import { presentOperation, presentPower } from './present-power.ts'
import { PowersResponse } from '../../schemas/powers/powers.ts'

export const readPowersRoute = route({
  operation: 'readPowers',
  method: 'get',
  path: '/v1/powers',
  summary: 'Read what is paused and what is announced',
  description:
    'Which powers of the whole ledger are paused, since when and by whom, and the calls that delayed roles have announced, the next due one first.',
  caller: 'operator',
  operatorScopes: ['operator:read'],
  response: PowersResponse,
  handle: async ({ deps }) => {
    const { powers, operations } = await readPowers(deps)
    return { powers: powers.map(presentPower), operations: operations.map(presentOperation) }
  },
})
