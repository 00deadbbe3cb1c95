import { z } from 'zod'

import { findRedemption } from '../../../actions/redemptions/find-redemption.ts'
import { presentRedemption } from './present-redemption.ts'
import { route } from './deps.ts'
import { RedemptionResponse } from '../../schemas/redemptions/redemptions.ts'
import { Reference } from '../../schemas/values.ts'

export const findRedemptionRoute = route({
  operation: 'findRedemption',
  method: 'get',
  path: '/v1/redemptions',
  summary: "Find a redemption by the till's reference",
  caller: 'partner',
  scope: 'redemptions:write',
  query: z.strictObject({ reference: Reference.meta({ example: 'P1-2026-000077' }) }),
  response: RedemptionResponse,
  refuses: ['redemption_unknown'],
  handle: async ({ deps, caller: { partnerId }, query: { reference } }) =>
    presentRedemption(await findRedemption(deps, { partnerId, reference })),
})
