import type { z } from 'zod'

import { holdPoints } from '../../../actions/redemptions/hold-points.ts'
import { answerSubmission, keyedRequest } from '../../answer-submission.ts'
import { answerHold, approvalUrlOf } from './present-redemption.ts'
import { Answer } from '../../route.ts'
import { route } from './deps.ts'
import {
  HeldRedemptionResponse,
  HoldPointsBody,
  type RedemptionResponse,
} from '../../schemas/redemptions/redemptions.ts'
import { HOLD_REFUSALS } from './hold-refusals.ts'

export const holdPointsRoute = route({
  operation: 'holdPoints',
  method: 'post',
  path: '/v1/redemptions',
  summary: 'Hold points',
  description:
    'Reserves points for a basket, or the price of a reward with one of its stock, until the hold is captured, voided, or ends by itself. `approvalUrl` is where the member approves on their phone: show it as a QR code.',
  caller: 'partner',
  scope: 'redemptions:write',
  body: HoldPointsBody,
  repeatable: true,
  status: 201,
  response: HeldRedemptionResponse,
  refuses: [
    'partner_unknown',
    'partner_left',
    'member_unknown',
    'identifier_unproven',
    'identifier_malformed',
    'redemption_conflict',
    'reference_reserved',
    'partner_holds_too_many',
    'currency_mismatch',
    'no_redeem_rate',
    ...HOLD_REFUSALS,
  ],
  handle: async ({ deps, caller: { partnerId }, body, mark }) => {
    const { points = null, rewardId = null, currency = null, basketMinor = null, ...rest } = body
    const { locationId = null, metadata = {}, ...facts } = rest
    const items = [{ ...facts, points, rewardId, currency, basketMinor, locationId, metadata }]
    const keyed = keyedRequest(mark, answerHold)
    const {
      status,
      body: held,
      replayed,
    } = answerSubmission(await holdPoints(deps, { partnerId, items, keyed }), answerHold)
    const { redemptionId } = held as z.output<typeof RedemptionResponse>
    return new Answer(status, { ...(held as object), approvalUrl: approvalUrlOf(deps, redemptionId) }, replayed)
  },
})
