import { readRedemption } from '../../../actions/redemptions/read-redemption.ts'
import { forPartner } from '../../for-partner.ts'
import { presentRedemption } from './present-redemption.ts'
import { route } from './deps.ts'
import { RedemptionResponse } from '../../schemas/redemptions/redemptions.ts'

export const readRedemptionRoute = route({
  operation: 'readRedemption',
  method: 'get',
  path: '/v1/redemptions/{redemptionId}',
  summary: 'Read a redemption',
  caller: 'partner',
  scope: 'redemptions:write',
  orScope: 'ledger:read',
  response: RedemptionResponse,
  refuses: ['redemption_unknown'],
  handle: forPartner(readRedemption, presentRedemption),
})
