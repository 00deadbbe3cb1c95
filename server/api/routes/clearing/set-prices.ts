import { setPrices } from '../../../actions/clearing/set-prices.ts'
import { numberOfMonth } from '../../schemas/clearing/months.ts'
import { PricesBody, PricesResponse } from '../../schemas/clearing/prices.ts'
import { route } from './deps.ts'
import { presentPrices } from './present-prices.ts'

export const setPricesRoute = route({
  operation: 'setPrices',
  method: 'post',
  path: '/v1/partners/{partnerId}/prices',
  summary: 'Plan what a point costs at a partner',
  description:
    'Written down here, where a second person can be needed (`FOUR_EYES=prices`). The registry follows when the administrator, whose key no server holds, announces `call` and carries it out two days later. Prices never change for a month that has begun.',
  caller: 'operator',
  operatorScopes: ['operator:terms'],
  body: PricesBody,
  audit: { keeps: ['month', 'issueMicros', 'redeemMicros'] },
  fourEyes: { power: 'prices' },
  repeatable: true,
  once: 'answer_kept',
  status: 201,
  response: PricesResponse,
  refuses: ['partner_unknown', 'partner_left', 'price_month_passed', 'price_month_out_of_order', 'pack_points_left'],
  handle: async ({ deps, params: { partnerId }, body: { month, ...prices } }) =>
    presentPrices(await setPrices(deps, { partnerId, month: numberOfMonth(month), ...prices })),
})
