import { setEarningRule } from '../../../actions/partners/set-earning-rule.ts'
import { presentEarningRule } from './present-partner.ts'
import { route } from './deps.ts'
import { EarningRuleBody, EarningRuleResponse } from '../../schemas/partners/partners.ts'

export const setEarningRuleRoute = route({
  operation: 'setEarningRule',
  method: 'post',
  path: '/v1/partners/{partnerId}/earning-rules',
  summary: 'Give a partner the next version of its earning rule',
  description: 'It counts for purchases made from `validFrom` on. What was earned by an earlier version stays.',
  caller: 'operator',
  body: EarningRuleBody,
  status: 201,
  response: EarningRuleResponse,
  refuses: ['partner_unknown', 'amount_out_of_range'],
  handle: async ({ deps, params: { partnerId }, body }) =>
    presentEarningRule(await setEarningRule(deps, { partnerId, ...body, validFrom: body.validFrom ?? null })),
})
