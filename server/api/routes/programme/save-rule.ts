import { saveRule } from '../../../actions/programme/save-rule.ts'
import { readEffect } from '../../../domain/programme/rule-terms.ts'
import { RuleResponse, SaveRuleBody } from '../../schemas/programme/rules.ts'
import { route } from './deps.ts'
import { presentRule } from './present-rule.ts'

export const saveRuleRoute = route({
  operation: 'saveRule',
  method: 'post',
  path: '/v1/partner/rules',
  summary: 'Save a rule, or the next version of one',
  description:
    'A draft, which gives nothing before it is switched on. Its condition is checked now. What the rule says never changes afterwards: save another version instead, with its `number`.',
  caller: 'partner',
  scope: 'terms:write',
  repeatable: true,
  once: 'answer_kept',
  status: 201,
  body: SaveRuleBody,
  audit: { keeps: ['number', 'title', 'effect', 'condition', 'minimumMinor', 'pointsMax', 'startsAt', 'endsAt'] },
  response: RuleResponse,
  refuses: ['partner_unknown', 'rule_invalid', 'rule_unknown', 'rules_too_many'],
  handle: async ({ deps, caller: { partnerId }, body }) => {
    const { number = null, currency = null, group = null, startsAt = null, endsAt = null, effect, ...terms } = body
    const asked = { ...terms, partnerId, number, currency, group, startsAt, endsAt, effect: readEffect(effect) }
    return presentRule(await saveRule(deps, asked), deps.clock.now())
  },
})
