import { findSlip } from '../../../actions/tills/find-slip.ts'
import { presentSlip } from './present-till.ts'
import { route } from './deps.ts'
import { SlipCodeBody, SlipResponse } from '../../schemas/tills/tills.ts'

export const findSlipRoute = route({
  operation: 'findSlip',
  method: 'post',
  path: '/v1/slips/search',
  summary: 'Find a slip by its code',
  description: 'The code is worth points: it travels in the body, so that no log of addresses holds it.',
  caller: 'partner',
  scope: 'purchases:write',
  body: SlipCodeBody,
  reads: true,
  response: SlipResponse,
  refuses: ['slip_unknown'],
  handle: async ({ deps, caller: { partnerId }, body: { code } }) =>
    presentSlip(await findSlip(deps, { partnerId, code })),
})
