import { recordPurchase } from '../../../actions/purchases/record-purchase.ts'
import { answerSubmission, keyedRequest } from '../../answer-submission.ts'
import { answerPurchase } from './present-purchase.ts'
import { route } from './deps.ts'
import { RecordPurchaseBody, PurchaseResponse } from '../../schemas/purchases/purchases.ts'

export const recordPurchaseRoute = route({
  operation: 'recordPurchase',
  method: 'post',
  path: '/v1/purchases',
  summary: 'Record a purchase',
  description:
    'Durable before it is answered; the points follow to the ledger within seconds. The same purchase again gets the first answer with status 200 and `Idempotent-Replayed: true`.',
  caller: 'partner',
  scope: 'purchases:write',
  body: RecordPurchaseBody,
  repeatable: true,
  status: 201,
  response: PurchaseResponse,
  refuses: [
    'partner_suspended',
    'partner_left',
    'member_unknown',
    'identifier_malformed',
    'currency_mismatch',
    'amount_out_of_range',
    'occurred_in_future',
    'occurred_too_long_ago',
    'no_earning_rule',
    'purchase_conflict',
  ],
  handle: async ({ deps, caller: { partnerId }, body, mark }) => {
    const { locationId = null, eligibleMinor = null, metadata = {}, ...facts } = body
    const item = { ...facts, locationId, eligibleMinor, metadata }
    const keyed = keyedRequest(mark, answerPurchase)
    return answerSubmission(await recordPurchase(deps, { partnerId, items: [item], keyed }), answerPurchase)
  },
})
