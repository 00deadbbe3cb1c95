import { z } from 'zod'

import { restoreRedemption } from '../../actions/restore-redemption.ts'
import { answerSubmission, claimOf } from '../answer-submission.ts'
import { answerRestoration } from '../present-redemption.ts'
import { route } from '../route.ts'
import { RestorationResponse, RestoreRedemptionBody } from '../schemas/redemptions.ts'
import { Uuid } from '../schemas/values.ts'

export const restoreRedemptionRoute = route({
  operation: 'restoreRedemption',
  method: 'post',
  path: '/v1/redemptions/{redemptionId}/restorations',
  summary: 'Restore points of a redemption',
  description:
    'Gives points of a redemption that is on the ledger back to its member, all or a part, on its day and for 31 days after it. When all that a reward cost goes back, its claim is cancelled; while a part is kept, so is the claim.',
  caller: 'partner',
  scope: 'redemptions:write',
  params: z.strictObject({ redemptionId: Uuid }),
  body: RestoreRedemptionBody,
  repeatable: true,
  status: 201,
  response: RestorationResponse,
  refuses: [
    'redemption_unknown',
    'redemption_not_burned',
    'points_out_of_range',
    'restoration_conflict',
    'restoration_exceeds_redemption',
    'restoration_out_of_time',
  ],
  handle: async ({ deps, caller: { partnerId }, params: { redemptionId }, body, mark }) => {
    const claim = claimOf(mark, partnerId, answerRestoration)
    const submission = { partnerId, items: [{ redemptionId, ...body }], claim }
    return answerSubmission(await restoreRedemption(deps, submission), answerRestoration)
  },
})
