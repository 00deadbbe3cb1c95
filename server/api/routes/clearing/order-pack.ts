import { orderPack } from '../../../actions/clearing/order-pack.ts'
import { numberOfDay, OrderPackBody, PackResponse } from '../../schemas/clearing/packs.ts'
import { route } from './deps.ts'
import { presentPack } from './present-packs.ts'

export const orderPackRoute = route({
  operation: 'orderPack',
  method: 'post',
  path: '/v1/partners/{partnerId}/packs',
  summary: 'Order a prepaid pack for a partner',
  description:
    'Its points can be issued once its payment is recorded. The partner must have an issue price of 0 from the month in which the pack starts: it would pay twice.',
  caller: 'operator',
  operatorScopes: ['operator:clearing'],
  body: OrderPackBody,
  audit: { keeps: ['points', 'priceMinor', 'startsOn'] },
  repeatable: true,
  once: 'answer_kept',
  status: 201,
  response: PackResponse,
  refuses: [
    'partner_unknown',
    'partner_left',
    'partner_leaving',
    'allowance_out_of_range',
    'pack_price_out_of_range',
    'pack_start_out_of_range',
    'packs_too_many',
    'issue_price_not_zero',
  ],
  handle: async ({ deps, params: { partnerId }, body: { startsOn, ...terms } }) =>
    presentPack(await orderPack(deps, { partnerId, ...terms, startDay: numberOfDay(startsOn) })),
})
