import { collectSlip } from '../../../actions/tills/collect-slip.ts'
import { answerSubmission, keyedRequest } from '../../answer-submission.ts'
import { answerPurchase } from '../purchases/present-purchase.ts'
import { COLLECT_REFUSALS } from './collect-refusals.ts'
import { route } from './deps.ts'
import { PurchaseResponse } from '../../schemas/purchases/purchases.ts'
import { CollectSlipBody } from '../../schemas/tills/tills.ts'

export const collectSlipRoute = route({
  operation: 'collectSlip',
  method: 'post',
  path: '/v1/slips/collect',
  summary: 'Give the points of a slip to a customer',
  description:
    'At any till of the brand. The purchase is recorded with the time of the sale and the reference of the slip, by the rule of that time.',
  caller: 'partner',
  scope: 'purchases:write',
  body: CollectSlipBody,
  repeatable: true,
  status: 201,
  response: PurchaseResponse,
  refuses: [...COLLECT_REFUSALS, 'member_unknown', 'identifier_malformed'],
  handle: async ({ deps, caller: { partnerId }, body: { slip, member }, mark }) => {
    const keyed = keyedRequest(mark, answerPurchase)
    return answerSubmission(await collectSlip(deps, { partnerId, slip, member, keyed }), answerPurchase)
  },
})
