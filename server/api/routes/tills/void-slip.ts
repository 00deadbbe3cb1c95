import { voidSlip } from '../../../actions/tills/void-slip.ts'
import { presentSlip } from './present-till.ts'
import { route } from './deps.ts'
import { SlipCodeBody, SlipResponse } from '../../schemas/tills/tills.ts'

export const voidSlipRoute = route({
  operation: 'voidSlip',
  method: 'post',
  path: '/v1/slips/void',
  summary: 'Void a slip whose goods came back',
  description: 'Before anybody collected it; after that, record a return of its order reference.',
  caller: 'partner',
  scope: 'returns:write',
  body: SlipCodeBody,
  repeatable: true,
  once: 'answer_kept',
  response: SlipResponse,
  refuses: ['slip_unknown', 'slip_collected'],
  handle: async ({ deps, caller: { partnerId }, body: { code } }) =>
    presentSlip(await voidSlip(deps, { partnerId, code })),
})
