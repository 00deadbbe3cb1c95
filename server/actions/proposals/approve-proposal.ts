import type { Database } from '../../database/engine/client.ts'
import { type Proposal, saveProposal } from '../../database/proposals.ts'
import type { Clock } from '../../domain/environment.ts'
import { type Decider, getProposer, lockDecidable, refuseClosed, refuseOneHand } from './decide-on-proposal.ts'

/** Lets a proposal be carried out. The same key may ask again, where it was not carried out the first time. */
export function approveProposal(
  { db, clock }: { db: Database; clock: Clock },
  { proposalId, decider }: { proposalId: string; decider: Decider },
): Promise<Proposal> {
  return db.transaction(async (tx) => {
    const now = clock.now()
    const proposal = await lockDecidable(tx, proposalId, decider)
    const isAgain = proposal.decidedBy === decider.keyId
    refuseClosed(proposal, now, isAgain ? ['waiting', 'approved'] : ['waiting'])
    await refuseOneHand(tx, await getProposer(tx, proposal, now), decider.keyId)
    const approved: Proposal = { ...proposal, state: 'approved', decidedBy: decider.keyId, decidedAt: now }
    await saveProposal(tx, approved)
    return approved
  })
}
