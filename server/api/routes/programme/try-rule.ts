import { tryRule } from '../../../actions/programme/try-rule.ts'
import { TrialResponse, TryRuleBody } from '../../schemas/programme/rules.ts'
import { route } from './deps.ts'

export const tryRuleRoute = route({
  operation: 'tryRule',
  method: 'post',
  path: '/v1/partner/rules/{ruleId}/trial',
  summary: 'See what a rule would have given',
  description:
    'For your purchases of a period, by the earning rule of each and this rule alone, whatever its dates. Nothing is recorded.',
  caller: 'partner',
  scope: 'ledger:read',
  reads: true,
  body: TryRuleBody,
  response: TrialResponse,
  refuses: ['rule_unknown'],
  handle: async ({ deps, caller: { partnerId }, params: { ruleId }, body }) => {
    const { purchases, given, points, faults, isWhole } = await tryRule(deps, { partnerId, ruleId, ...body })
    return { purchases, given, points: String(points), faults, isWhole }
  },
})
