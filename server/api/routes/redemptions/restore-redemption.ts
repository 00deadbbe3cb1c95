import { restoreRedemption } from '../../../actions/redemptions/restore-redemption.ts'
import { answerSubmission, keyedRequest } from '../../answer-submission.ts'
import { answerRestoration } from './present-redemption.ts'
import { route } from './deps.ts'
import { RestorationResponse, RestoreRedemptionBody } from '../../schemas/redemptions/redemptions.ts'

export const restoreRedemptionRoute = route({
  operation: 'restoreRedemption',
  method: 'post',
  path: '/v1/redemptions/{redemptionId}/restorations',
  summary: 'Restore points of a redemption',
  description:
    'Gives points of a redemption that is on the ledger back to its member, all or a part, on its day and for 31 days after it. When all that a reward cost goes back, its keyed is cancelled; while a part is kept, so is the keyed.',
  caller: 'partner',
  scope: 'redemptions:write',
  body: RestoreRedemptionBody,
  repeatable: true,
  status: 201,
  response: RestorationResponse,
  refuses: [
    'partner_left',
    'redemption_unknown',
    'redemption_not_burned',
    'points_out_of_range',
    'restoration_conflict',
    'restoration_exceeds_redemption',
    'restoration_out_of_time',
    'budget_used_up',
  ],
  handle: async ({ deps, caller: { partnerId }, params: { redemptionId }, body, mark }) => {
    const keyed = keyedRequest(mark, answerRestoration)
    const submission = { partnerId, items: [{ redemptionId, ...body }], keyed }
    return answerSubmission(await restoreRedemption(deps, submission), answerRestoration)
  },
})
