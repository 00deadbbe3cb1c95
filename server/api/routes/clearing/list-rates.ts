import { listRates } from '../../../actions/clearing/list-rates.ts'
import { RATES, RatesQuery } from '../../schemas/clearing/rates.ts'
import { route } from './deps.ts'
import { presentRate } from './present-rates.ts'

export const listRatesRoute = route({
  operation: 'listRates',
  method: 'get',
  path: '/v1/rates',
  summary: 'List the exchange rates that were imported',
  description: 'Of the clearing currency, the newest day first, with the signatures that they came with.',
  caller: 'operator',
  operatorScopes: ['operator:read'],
  query: RatesQuery,
  response: RATES.response,
  handle: async ({ deps, query: { cursor = null, limit, currency = null } }) =>
    RATES.present(await listRates(deps, { quote: currency, after: cursor, rowsMax: limit }), presentRate),
})
