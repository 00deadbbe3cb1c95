import { readProposal } from '../../../actions/proposals/read-proposal.ts'
import { presentProposal } from './present-proposal.ts'
import { route } from './deps.ts'
import { ProposalResponse } from '../../schemas/proposals/proposals.ts'

export const readProposalRoute = route({
  operation: 'readProposal',
  method: 'get',
  path: '/v1/proposals/{proposalId}',
  summary: 'Read a proposal',
  caller: 'operator',
  operatorScopes: ['operator:approvals'],
  response: ProposalResponse,
  refuses: ['proposal_unknown'],
  handle: async ({ deps, params: { proposalId } }) =>
    presentProposal(await readProposal(deps, proposalId), deps.clock.now()),
})
