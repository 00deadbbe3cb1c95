import { recordReturn } from '../../../actions/purchases/record-return.ts'
import { answerSubmission, keyedRequest } from '../../answer-submission.ts'
import { answerReturn } from './present-return.ts'
import { route } from './deps.ts'
import { RecordReturnBody, ReturnResponse } from '../../schemas/purchases/returns.ts'

export const recordReturnRoute = route({
  operation: 'recordReturn',
  method: 'post',
  path: '/v1/returns',
  summary: 'Record a return',
  description:
    "A return that names its order takes back what that amount earned. One that names no order goes to the member's purchases at this partner made at or before it, newest first, up to what remains of each; the rest is unmatched and changes no points.",
  caller: 'partner',
  scope: 'returns:write',
  body: RecordReturnBody,
  repeatable: true,
  status: 201,
  response: ReturnResponse,
  refuses: [
    'partner_left',
    'member_unknown',
    'member_mismatch',
    'identifier_malformed',
    'purchase_unknown',
    'currency_mismatch',
    'amount_out_of_range',
    'occurred_in_future',
    'occurred_too_long_ago',
    'return_exceeds_purchase',
    'return_before_purchase',
    'return_conflict',
  ],
  handle: async ({ deps, caller: { partnerId }, body, mark }) => {
    const { orderRef = null, member = null, locationId = null, metadata = {}, ...facts } = body
    const items = [{ ...facts, orderRef, member, locationId, metadata }]
    const keyed = keyedRequest(mark, answerReturn)
    return answerSubmission(await recordReturn(deps, { partnerId, items, keyed }), answerReturn)
  },
})
