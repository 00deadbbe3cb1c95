import { changeAllowance } from '../../../actions/partners/change-allowance.ts'
import { presentPartnerStatus } from './present-partner.ts'
import { route } from './deps.ts'
import { AllowanceBody, PartnerStatusResponse } from '../../schemas/partners/partners.ts'

export const changeAllowanceRoute = route({
  operation: 'changeAllowance',
  method: 'post',
  path: '/v1/partners/{partnerId}/allowance',
  summary: 'Raise or lower an allowance, or set the daily limit',
  description:
    'Answered when it is recorded; the registry follows within seconds. What waited for it goes on by itself.',
  caller: 'operator',
  operatorScopes: ['operator:allowances'],
  body: AllowanceBody,
  audit: {
    keeps: ['change'],
    amount: ({ points }) => points,
    raises: ({ change, points }) => (change === 'lower' ? 0n : points),
  },
  fourEyes: { power: 'allowance' },
  repeatable: true,
  once: 'answer_kept',
  status: 202,
  response: PartnerStatusResponse,
  refuses: ['partner_unknown', 'partner_left', 'partner_leaving', 'allowance_out_of_range'],
  handle: async ({ deps, params: { partnerId }, body }) =>
    presentPartnerStatus(await changeAllowance(deps, { partnerId, ...body })),
})
