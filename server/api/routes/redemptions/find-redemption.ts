import { z } from 'zod'

import { readRedemptionByReference } from '../../../actions/redemptions/read-redemption.ts'
import { presentRedemption } from './present-redemption.ts'
import { route } from '../../route.ts'
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
  status: 200,
  response: RedemptionResponse,
  refuses: ['redemption_unknown'],
  handle: async ({ deps, caller: { partnerId }, query: { reference } }) =>
    presentRedemption(await readRedemptionByReference(deps, { partnerId, reference })),
})
