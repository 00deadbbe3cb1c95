import { listOwnEarningRules } from '../../../actions/partners/list-own-earning-rules.ts'
import { forPartner } from '../../for-partner.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import { EarningRulesResponse } from '../../schemas/partners/partners.ts'
import { route } from './deps.ts'
import { presentEarningRule } from './present-partner.ts'
import { listsOwnTerms } from './terms-routes.ts'

export const listOwnEarningRulesRoute = route({
  operation: 'listOwnEarningRules',
  method: 'get',
  path: '/v1/partner/earning-rules',
  summary: 'List your own earning rules',
  ...listsOwnTerms,
  response: EarningRulesResponse,
  handle: forPartner(listOwnEarningRules, (versions) => presentWhole(versions, presentEarningRule)),
})
