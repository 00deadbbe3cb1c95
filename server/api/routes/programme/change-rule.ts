import { changeRule } from '../../../actions/programme/change-rule.ts'
import { ChangeRuleBody, RuleResponse } from '../../schemas/programme/rules.ts'
import { route } from './deps.ts'
import { presentRule } from './present-rule.ts'

export const changeRuleRoute = route({
  operation: 'changeRule',
  method: 'post',
  path: '/v1/partner/rules/{ruleId}/status',
  summary: 'Switch a rule on, pause it, or end it',
  description:
    'A version that is switched on ends the others of its rule. One that ended cannot be switched on again. What was earned stays.',
  caller: 'partner',
  scope: 'terms:write',
  repeatable: true,
  once: 'answer_kept',
  body: ChangeRuleBody,
  audit: { keeps: ['status'] },
  response: RuleResponse,
  refuses: ['partner_unknown', 'rule_unknown', 'rule_ended', 'rules_too_many'],
  handle: async ({ deps, caller: { partnerId }, params: { ruleId }, body: { status } }) =>
    presentRule(await changeRule(deps, { partnerId, ruleId, status }), deps.clock.now()),
})
