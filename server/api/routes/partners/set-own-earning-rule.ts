import { setOwnEarningRule } from '../../../actions/partners/set-own-earning-rule.ts'
import { SetOwnEarningRuleBody } from '../../schemas/partners/own-terms.ts'
import { EarningRuleResponse } from '../../schemas/partners/partners.ts'
import { route } from './deps.ts'
import { presentEarningRule } from './present-partner.ts'
import { setsOwnTerms } from './terms-routes.ts'

export const setOwnEarningRuleRoute = route({
  operation: 'setOwnEarningRule',
  method: 'post',
  path: '/v1/partner/earning-rules',
  summary: 'Give your brand the next version of its earning rule',
  description:
    'It counts for purchases made from `validFrom` on, which is a day away at least. What was earned by an earlier version stays. The first rule in a currency is set by the operator.',
  ...setsOwnTerms,
  body: SetOwnEarningRuleBody,
  audit: { keeps: ['points', 'perMinor', 'pointsMax', 'currency', 'validFrom'] },
  response: EarningRuleResponse,
  handle: async ({ deps, caller: { partnerId }, body: { currency = null, ...terms } }) =>
    presentEarningRule(await setOwnEarningRule(deps, { partnerId, ...terms, currency })),
})
