import { setEarningRule } from '../../../actions/partners/set-earning-rule.ts'
import { presentEarningRule } from './present-partner.ts'
import { route } from './deps.ts'
import { setsTerms } from './terms-routes.ts'
import { EarningRuleResponse, SetEarningRuleBody } from '../../schemas/partners/partners.ts'

export const setEarningRuleRoute = route({
  operation: 'setEarningRule',
  method: 'post',
  path: '/v1/partners/{partnerId}/earning-rules',
  summary: 'Give a partner the next version of its earning rule',
  description:
    'It counts for purchases made from `validFrom` on. What was earned by an earlier version stays. The first rule in another currency lets the partner trade in it.',
  ...setsTerms,
  body: SetEarningRuleBody,
  audit: { keeps: ['points', 'perMinor', 'pointsMax', 'currency', 'validFrom'] },
  response: EarningRuleResponse,
  handle: async ({ deps, params: { partnerId }, body }) => {
    const { currency = null, validFrom = null, ...terms } = body
    return presentEarningRule(await setEarningRule(deps, { partnerId, ...terms, currency, validFrom }))
  },
})
