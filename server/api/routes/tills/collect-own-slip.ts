import { collectOwnSlip } from '../../../actions/tills/collect-own-slip.ts'
import { answerSubmission, keyedRequest } from '../../answer-submission.ts'
import { COLLECT_REFUSALS } from './collect-refusals.ts'
import { route } from './deps.ts'
import { answerCollected } from './present-till.ts'
import { CollectedSlipResponse, CollectOwnSlipBody } from '../../schemas/tills/tills.ts'

export const collectOwnSlipRoute = route({
  operation: 'collectOwnSlip',
  method: 'post',
  path: '/v1/me/slips',
  summary: 'Collect the points of a paper slip',
  description:
    'With the code that is printed on it, or with what its QR code holds: then also before its till had network again.',
  caller: 'member',
  body: CollectOwnSlipBody,
  repeatable: true,
  status: 201,
  response: CollectedSlipResponse,
  refuses: COLLECT_REFUSALS,
  handle: async ({ deps, caller: { memberId }, body: { slip }, mark }) => {
    const keyed = keyedRequest(mark, answerCollected)
    return answerSubmission(await collectOwnSlip(deps, { memberId, slip, keyed }), answerCollected)
  },
})
