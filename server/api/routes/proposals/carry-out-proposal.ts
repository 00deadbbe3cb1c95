import { getOwnApproved } from '../../../actions/proposals/carry-out-proposal.ts'
import { presentProposal } from './present-proposal.ts'
import { route } from './deps.ts'
import { CarriedOutResponse } from '../../schemas/proposals/proposals.ts'

export const carryOutProposalRoute = route({
  operation: 'carryOutProposal',
  method: 'post',
  path: '/v1/proposals/{proposalId}/carry-out',
  summary: 'Carry out your own proposal that was approved',
  description: 'For a call whose answer has a secret that is shown once: it is shown to nobody but you.',
  caller: 'operator',
  operatorScopes: [],
  repeatable: true,
  once: 'answer_shown_once',
  response: CarriedOutResponse,
  refuses: ['proposal_unknown', 'proposal_closed'],
  handle: async ({ deps, caller: { keyId }, params: { proposalId }, carryOut }) => {
    const { proposal, answer } = await carryOut.run(await getOwnApproved(deps, { proposalId, keyId }))
    return { proposal: presentProposal(proposal, deps.clock.now()), answer }
  },
})
