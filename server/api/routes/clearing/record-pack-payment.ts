import { recordPackPayment } from '../../../actions/clearing/record-pack-payment.ts'
import { numberOfDay, PackPaymentBody, PackResponse } from '../../schemas/clearing/packs.ts'
import { route } from './deps.ts'
import { presentPack } from './present-packs.ts'

export const recordPackPaymentRoute = route({
  operation: 'recordPackPayment',
  method: 'post',
  path: '/v1/partners/{partnerId}/packs/{packNumber}/payment',
  summary: 'Record that a prepaid pack was paid',
  description:
    "Raises the partner's allowance by the points of the pack; the registry follows within seconds. Under the same four eyes as other raises. The same payment again changes nothing.",
  caller: 'operator',
  operatorScopes: ['operator:clearing', 'operator:allowances'],
  body: PackPaymentBody,
  audit: {
    keeps: ['reference', 'paidOn'],
    amount: ({ points }) => points,
    raises: ({ points }) => points,
  },
  fourEyes: { power: 'allowance' },
  repeatable: true,
  once: 'answer_kept',
  response: PackResponse,
  refuses: [
    'partner_unknown',
    'partner_left',
    'partner_leaving',
    'pack_unknown',
    'pack_closed',
    'pack_points_differ',
    'issue_price_not_zero',
    'allowance_out_of_range',
  ],
  handle: async ({ deps, params: { partnerId, packNumber }, body: { paidOn, ...payment } }) =>
    presentPack(
      await recordPackPayment(deps, { partnerId, number: packNumber, ...payment, paidDay: numberOfDay(paidOn) }),
    ),
})
