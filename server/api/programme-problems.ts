import { problem } from './problem.ts'

/** Problems of earning rules, and of the rules that give points beside them. */
export const programmeProblems = {
  no_earning_rule: problem(
    422,
    'No earning rule',
    'The partner had no earning rule in this currency at the time of the purchase.',
  ),
  rule_invalid: problem(
    422,
    'Rule invalid',
    'The rule cannot be saved: `field` names the part of it, `fault` says what is wrong there.',
  ),
  rule_unknown: problem(404, 'Rule unknown', 'The partner has no such rule, or no such version of it.'),
  rule_ended: problem(409, 'Rule ended', 'A version that ended stays ended. Save another version of the rule.'),
  rules_too_many: problem(
    409,
    'Too many rules',
    'The partner has as many live rules as `livesMax` allows, or as many versions as `versionsMax` allows. End those that are not needed.',
  ),
  calculation_unknown: problem(
    404,
    'Calculation unknown',
    'Only the points of a purchase are calculated: the explanation of a return names the entries that it takes back.',
  ),
} as const
