import type { Database } from '../../database/engine/client.ts'
import type { Proposal } from '../../database/proposals.ts'
import type { Clock } from '../../domain/environment.ts'
import { decideOn, type Decider, refuseClosed } from './decide-on-proposal.ts'

/** Ends a proposal without carrying it out. Whoever proposed may take it back so. */
export function rejectProposal(
  deps: { db: Database; clock: Clock },
  asked: { proposalId: string; decider: Decider },
): Promise<Proposal> {
  return decideOn(deps, asked, (_tx, proposal, now) => {
    refuseClosed(proposal, now, ['waiting', 'approved'])
    return Promise.resolve('rejected')
  })
}
