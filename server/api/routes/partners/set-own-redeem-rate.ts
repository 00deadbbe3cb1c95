import { setOwnRedeemRate } from '../../../actions/partners/set-own-redeem-rate.ts'
import { SetOwnRedeemRateBody } from '../../schemas/partners/own-terms.ts'
import { RedeemRateResponse } from '../../schemas/partners/partners.ts'
import { route } from './deps.ts'
import { presentRedeemRate } from './present-partner.ts'
import { setsOwnTerms } from './terms-routes.ts'

export const setOwnRedeemRateRoute = route({
  operation: 'setOwnRedeemRate',
  method: 'post',
  path: '/v1/partner/redeem-rates',
  summary: 'Set what points are worth at your brand',
  description:
    'It counts for points that are held from `validFrom` on, which is a day away at least; what was held before keeps its value. `points` take `minor` minor units off, rounded down.',
  ...setsOwnTerms,
  body: SetOwnRedeemRateBody,
  audit: { keeps: ['points', 'minor', 'currency', 'validFrom'] },
  response: RedeemRateResponse,
  handle: async ({ deps, caller: { partnerId }, body: { currency = null, ...terms } }) =>
    presentRedeemRate(await setOwnRedeemRate(deps, { partnerId, ...terms, currency })),
})
