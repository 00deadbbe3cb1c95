import type { Database } from '../../database/engine/client.ts'
import type { Proposal } from '../../database/proposals.ts'
import type { Clock } from '../../domain/environment.ts'
import { decideOn, type Decider, getProposer, refuseClosed, refuseOneHand } from './decide-on-proposal.ts'

/** Lets a proposal be carried out. The same key may ask again, where it was not carried out the first time. */
export function approveProposal(
  deps: { db: Database; clock: Clock },
  asked: { proposalId: string; decider: Decider },
): Promise<Proposal> {
  const { keyId } = asked.decider
  return decideOn(deps, asked, async (tx, proposal, now) => {
    refuseClosed(proposal, now, proposal.decidedBy === keyId ? ['waiting', 'approved'] : ['waiting'])
    await refuseOneHand(tx, await getProposer(tx, proposal, now), keyId)
    return 'approved'
  })
}
