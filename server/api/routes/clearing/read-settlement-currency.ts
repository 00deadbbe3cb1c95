import { readSettlementCurrency } from '../../../actions/clearing/read-settlement-currency.ts'
import { SettlementCurrencyResponse } from '../../schemas/clearing/rates.ts'
import { route } from './deps.ts'
import { presentSettlementCurrency } from './present-rates.ts'

export const readSettlementCurrencyRoute = route({
  operation: 'readSettlementCurrency',
  method: 'get',
  path: '/v1/partners/{partnerId}/settlement-currency',
  summary: 'Read in which currency a partner settles',
  description: 'What holds now, and each version that was set.',
  caller: 'operator',
  operatorScopes: ['operator:read'],
  response: SettlementCurrencyResponse,
  refuses: ['partner_unknown'],
  handle: async ({ deps, params: { partnerId } }) =>
    presentSettlementCurrency(await readSettlementCurrency(deps, partnerId)),
})
