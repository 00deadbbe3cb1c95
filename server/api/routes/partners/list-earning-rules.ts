import { listEarningRules } from '../../../actions/partners/list-earning-rules.ts'
import { presentEarningRule } from './present-partner.ts'
import { route } from './deps.ts'
import { listsTerms } from './terms-routes.ts'
import { EarningRulesResponse } from '../../schemas/partners/partners.ts'
import { presentWhole } from '../../schemas/pagination.ts'

export const listEarningRulesRoute = route({
  operation: 'listEarningRules',
  method: 'get',
  path: '/v1/partners/{partnerId}/earning-rules',
  summary: "List a partner's earning rules",
  ...listsTerms,
  response: EarningRulesResponse,
  handle: async ({ deps, params: { partnerId } }) =>
    presentWhole(await listEarningRules(deps, partnerId), presentEarningRule),
})
