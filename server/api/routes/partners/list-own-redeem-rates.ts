import { listOwnRedeemRates } from '../../../actions/partners/list-own-redeem-rates.ts'
import { forPartner } from '../../for-partner.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import { RedeemRatesResponse } from '../../schemas/partners/partners.ts'
import { route } from './deps.ts'
import { presentRedeemRate } from './present-partner.ts'
import { listsOwnTerms } from './terms-routes.ts'

export const listOwnRedeemRatesRoute = route({
  operation: 'listOwnRedeemRates',
  method: 'get',
  path: '/v1/partner/redeem-rates',
  summary: 'List what points were and are worth at your brand',
  ...listsOwnTerms,
  response: RedeemRatesResponse,
  handle: forPartner(listOwnRedeemRates, (versions) => presentWhole(versions, presentRedeemRate)),
})
