import { readRestoration } from '../../../actions/redemptions/read-restoration.ts'
import { forPartner } from '../../for-partner.ts'
import { presentRestoration } from './present-redemption.ts'
import { route } from './deps.ts'
import { RestorationResponse } from '../../schemas/redemptions/redemptions.ts'

export const readRestorationRoute = route({
  operation: 'readRestoration',
  method: 'get',
  path: '/v1/restorations/{restorationId}',
  summary: 'Read a restoration',
  caller: 'partner',
  scope: 'redemptions:write',
  orScope: 'ledger:read',
  response: RestorationResponse,
  refuses: ['redemption_unknown'],
  handle: forPartner(readRestoration, presentRestoration),
})
