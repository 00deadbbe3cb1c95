import type { z } from 'zod'

import type { Proposal } from '../../../database/proposals.ts'
import type { ProposalResponse } from '../../schemas/proposals/proposals.ts'

/** A proposal as it stands at a moment. */
export function presentProposal(proposal: Proposal, now: Date): z.input<typeof ProposalResponse> {
  const { id: proposalId, state, operation, proposedBy, decidedBy, problem } = proposal
  const isExpired = (state === 'waiting' || state === 'approved') && proposal.expiresAt <= now
  return {
    proposalId,
    state: isExpired ? 'expired' : state,
    operation,
    target: JSON.parse(proposal.params) as Record<string, unknown>,
    body: proposal.body === null ? null : (JSON.parse(proposal.body) as unknown),
    proposedBy,
    decidedBy,
    problem,
    createdAt: proposal.createdAt.toISOString(),
    expiresAt: proposal.expiresAt.toISOString(),
    decidedAt: proposal.decidedAt?.toISOString() ?? null,
  }
}
