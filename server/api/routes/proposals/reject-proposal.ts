import { rejectProposal } from '../../../actions/proposals/reject-proposal.ts'
import { presentProposal } from './present-proposal.ts'
import { route } from './deps.ts'
import { ProposalResponse } from '../../schemas/proposals/proposals.ts'

export const rejectProposalRoute = route({
  operation: 'rejectProposal',
  method: 'post',
  path: '/v1/proposals/{proposalId}/reject',
  summary: 'Reject a proposal, or take your own back',
  caller: 'operator',
  operatorScopes: ['operator:approvals'],
  repeatable: true,
  once: 'answer_kept',
  response: ProposalResponse,
  refuses: ['proposal_unknown', 'proposal_closed'],
  handle: async ({ deps, caller, params: { proposalId } }) =>
    presentProposal(await rejectProposal(deps, { proposalId, decider: caller }), deps.clock.now()),
})
