import { listPrices } from '../../../actions/clearing/list-prices.ts'
import { PricesListResponse } from '../../schemas/clearing/prices.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import { route } from './deps.ts'
import { presentPrices } from './present-prices.ts'

export const listPricesRoute = route({
  operation: 'listPrices',
  method: 'get',
  path: '/v1/partners/{partnerId}/prices',
  summary: 'List what a point cost and will cost at a partner',
  description:
    "Newest first: each event of the registry, also of prices that nobody planned here, and each month's newest plan that is not on chain. In a month those `set` for the latest month up to it count, and of one month the newest.",
  caller: 'operator',
  operatorScopes: ['operator:read'],
  response: PricesListResponse,
  refuses: ['partner_unknown'],
  handle: async ({ deps, params: { partnerId } }) => presentWhole(await listPrices(deps, partnerId), presentPrices),
})
