import { revokeTill } from '../../../actions/tills/revoke-till.ts'
import { forPartner } from '../../for-partner.ts'
import { presentTill } from './present-till.ts'
import { route } from './deps.ts'
import { TillResponse } from '../../schemas/tills/tills.ts'

export const revokeTillRoute = route({
  operation: 'revokeTill',
  method: 'post',
  path: '/v1/tills/{tillId}/revoke',
  summary: 'Revoke a till',
  description:
    'It was stolen, or is not used any more: slips that it has not sent yet count no more. Revoke its API key as well.',
  caller: 'partner',
  scope: 'purchases:write',
  isOfficeWork: true,
  repeatable: true,
  once: 'answer_kept',
  response: TillResponse,
  refuses: ['till_unknown'],
  handle: forPartner(revokeTill, presentTill),
})
