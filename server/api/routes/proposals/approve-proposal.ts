import { approveProposal } from '../../../actions/proposals/approve-proposal.ts'
import { presentProposal } from './present-proposal.ts'
import { route } from './deps.ts'
import { ProposalResponse } from '../../schemas/proposals/proposals.ts'

export const approveProposalRoute = route({
  operation: 'approveProposal',
  method: 'post',
  path: '/v1/proposals/{proposalId}/approve',
  summary: 'Approve a proposal as the second person',
  description:
    'It is carried out at once, as the call of whoever proposed; `state` and `problem` say how that went. One whose answer has a secret is left to whoever proposed. The key must hold the scopes of the call.',
  caller: 'operator',
  operatorScopes: ['operator:approvals'],
  repeatable: true,
  once: 'answer_kept',
  response: ProposalResponse,
  refuses: ['proposal_unknown', 'proposal_closed', 'second_person_needed'],
  handle: async ({ deps, caller, params: { proposalId }, carryOut }) => {
    const approved = await approveProposal(deps, { proposalId, decider: caller })
    const { proposal } = carryOut.isLeftToProposer(approved) ? { proposal: approved } : await carryOut.run(approved)
    return presentProposal(proposal, deps.clock.now())
  },
})
