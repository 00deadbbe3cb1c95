import { setRedeemRate } from '../../../actions/partners/set-redeem-rate.ts'
import { presentRedeemRate } from './present-partner.ts'
import { route } from './deps.ts'
import { setsTerms } from './terms-routes.ts'
import { RedeemRateResponse, SetRedeemRateBody } from '../../schemas/partners/partners.ts'

export const setRedeemRateRoute = route({
  operation: 'setRedeemRate',
  method: 'post',
  path: '/v1/partners/{partnerId}/redeem-rates',
  summary: 'Set what points are worth at a partner',
  description:
    'It counts for points that are held from `validFrom` on; what was held before keeps its value. `points` take `minor` minor units off, rounded down.',
  ...setsTerms,
  body: SetRedeemRateBody,
  audit: { keeps: ['points', 'minor', 'currency', 'validFrom'] },
  response: RedeemRateResponse,
  handle: async ({ deps, params: { partnerId }, body }) => {
    const { currency = null, validFrom = null, ...terms } = body
    return presentRedeemRate(await setRedeemRate(deps, { partnerId, ...terms, currency, validFrom }))
  },
})
