import { listProposals } from '../../../actions/proposals/list-proposals.ts'
import { presentProposal } from './present-proposal.ts'
import { route } from './deps.ts'
import { PROPOSALS, ProposalsQuery } from '../../schemas/proposals/proposals.ts'

export const listProposalsRoute = route({
  operation: 'listProposals',
  method: 'get',
  path: '/v1/proposals',
  summary: 'List the calls that need a second person',
  description: 'Newest first, decided ones included.',
  caller: 'operator',
  operatorScopes: ['operator:approvals'],
  query: ProposalsQuery,
  response: PROPOSALS.response,
  handle: async ({ deps, query: { cursor = null, limit, state } }) => {
    const asked = { onlyWaiting: state === 'waiting', before: cursor, rowsMax: limit }
    return PROPOSALS.present(await listProposals(deps, asked), (one) => presentProposal(one, deps.clock.now()))
  },
})
