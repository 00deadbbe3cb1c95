import { listRedeemRates } from '../../../actions/partners/list-redeem-rates.ts'
import { presentRedeemRate } from './present-partner.ts'
import { route } from './deps.ts'
import { listsTerms } from './terms-routes.ts'
import { RedeemRatesResponse } from '../../schemas/partners/partners.ts'
import { presentWhole } from '../../schemas/pagination.ts'

export const listRedeemRatesRoute = route({
  operation: 'listRedeemRates',
  method: 'get',
  path: '/v1/partners/{partnerId}/redeem-rates',
  summary: 'List what points were and are worth at a partner',
  ...listsTerms,
  response: RedeemRatesResponse,
  handle: async ({ deps, params: { partnerId } }) =>
    presentWhole(await listRedeemRates(deps, partnerId), presentRedeemRate),
})
