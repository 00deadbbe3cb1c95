import { listEarningRules } from '../../../actions/partners/list-earning-rules.ts'
import { presentEarningRule } from './present-partner.ts'
import { route } from './deps.ts'
import { EarningRulesResponse } from '../../schemas/partners/partners.ts'
import { presentWhole } from '../../schemas/pagination.ts'

export const listEarningRulesRoute = route({
  operation: 'listEarningRules',
  method: 'get',
  path: '/v1/partners/{partnerId}/earning-rules',
  summary: "List a partner's earning rules",
  description:
    'All versions in all currencies, newest first. Of a currency, the one with the latest `validFrom` that has come counts.',
  caller: 'operator',
  operatorScopes: ['operator:read'],
  response: EarningRulesResponse,
  refuses: ['partner_unknown'],
  handle: async ({ deps, params: { partnerId } }) =>
    presentWhole(await listEarningRules(deps, partnerId), presentEarningRule),
})
