import type { Database } from '../../database/engine/client.ts'
import { type Proposal, saveProposal } from '../../database/proposals.ts'
import type { Clock } from '../../domain/environment.ts'
import { type Decider, lockDecidable, refuseClosed } from './decide-on-proposal.ts'

/** Ends a proposal without carrying it out. Whoever proposed may take it back so. */
export function rejectProposal(
  { db, clock }: { db: Database; clock: Clock },
  { proposalId, decider }: { proposalId: string; decider: Decider },
): Promise<Proposal> {
  return db.transaction(async (tx) => {
    const now = clock.now()
    const proposal = await lockDecidable(tx, proposalId, decider)
    refuseClosed(proposal, now, ['waiting', 'approved'])
    const rejected: Proposal = { ...proposal, state: 'rejected', decidedBy: decider.keyId, decidedAt: now }
    await saveProposal(tx, rejected)
    return rejected
  })
}
