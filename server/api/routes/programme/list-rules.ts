import { listRules } from '../../../actions/programme/list-rules.ts'
import { presentWhole } from '../../schemas/pagination.ts'
import { RulesResponse } from '../../schemas/programme/rules.ts'
import { route } from './deps.ts'
import { presentRule } from './present-rule.ts'

export const listRulesRoute = route({
  operation: 'listRules',
  method: 'get',
  path: '/v1/partner/rules',
  summary: 'List your own rules',
  description: 'All versions, newest first.',
  caller: 'partner',
  scope: 'ledger:read',
  response: RulesResponse,
  handle: async ({ deps, caller: { partnerId } }) => {
    const now = deps.clock.now()
    return presentWhole(await listRules(deps, { partnerId }), (rule) => presentRule(rule, now))
  },
})
