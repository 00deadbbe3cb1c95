import { listTills } from '../../../actions/tills/list-tills.ts'
import { presentTill } from './present-till.ts'
import { route } from './deps.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import { TillsResponse } from '../../schemas/tills/tills.ts'

export const listTillsRoute = route({
  operation: 'listTills',
  method: 'get',
  path: '/v1/tills',
  summary: 'List the tills that print slips',
  description: 'Newest first, revoked ones included.',
  caller: 'partner',
  scope: 'ledger:read',
  response: TillsResponse,
  handle: async ({ deps, caller: { partnerId } }) => presentWhole(await listTills(deps, partnerId), presentTill),
})
