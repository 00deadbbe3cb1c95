import { readFlows } from '../../../actions/figures/read-flows.ts'
import { numberOfMonth } from '../../schemas/clearing/months.ts'
import { FlowsQuery, FlowsResponse } from '../../schemas/figures/flows.ts'
import { route } from './deps.ts'
import { presentFlow, presentMonth } from './present-flows.ts'

export const readFlowsRoute = route({
  operation: 'readFlows',
  method: 'get',
  path: '/v1/flows',
  summary: 'Read where members of each brand redeem',
  description:
    'The flows between all brands in a month. The operator sees no more than the brands do together: the same groups are hidden.',
  caller: 'operator',
  operatorScopes: ['operator:read'],
  query: FlowsQuery,
  response: FlowsResponse,
  refuses: ['month_not_over', 'month_not_final'],
  handle: async ({ deps, query: { month } }) => {
    const { flows, ...about } = await readFlows(deps, month === undefined ? null : numberOfMonth(month))
    return { ...presentMonth(about), flows: flows.map(presentFlow) }
  },
})
