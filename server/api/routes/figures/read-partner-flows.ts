import { readPartnerFlows } from '../../../actions/figures/read-partner-flows.ts'
import { numberOfMonth } from '../../schemas/clearing/months.ts'
import { FlowsQuery, PartnerFlowsResponse } from '../../schemas/figures/flows.ts'
import { route } from './deps.ts'
import { presentFlow, presentMonth } from './present-flows.ts'

export const readPartnerFlowsRoute = route({
  operation: 'readPartnerFlows',
  method: 'get',
  path: '/v1/partner/flows',
  summary: 'Read who earns here and redeems elsewhere',
  description:
    'Of members who earn most at your brand: where they redeemed in a month. And of what was redeemed at your brand: by members who earn where. Groups that are too small are hidden, and with them what they could be told from.',
  caller: 'partner',
  scope: 'ledger:read',
  query: FlowsQuery,
  response: PartnerFlowsResponse,
  refuses: ['month_not_over', 'month_not_final'],
  handle: async ({ deps, caller: { partnerId }, query: { month } }) => {
    const asked = month === undefined ? null : numberOfMonth(month)
    const { outward, inward, ...about } = await readPartnerFlows(deps, { partnerId, month: asked })
    return { ...presentMonth(about), outward: outward.map(presentFlow), inward: inward.map(presentFlow) }
  },
})
