import type { Database, Reader, Transaction } from '../../database/engine/client.ts'
import { findProposal, lockProposal, type Proposal, saveProposal } from '../../database/proposals.ts'
import { assert } from '../../domain/assert.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection, type RejectionCode } from '../../domain/rejection.ts'
import { refuseClosed } from './decide-on-proposal.ts'

/** A proposal that is approved; the answer with its secret is for whoever proposed. */
export async function getOwnApproved(
  { db, clock }: { db: Reader; clock: Clock },
  { proposalId, keyId }: { proposalId: string; keyId: string },
): Promise<Proposal> {
  const proposal = await findProposal(db, proposalId)
  if (proposal === null || proposal.proposedBy !== keyId) throw new Rejection('proposal_unknown')
  refuseClosed(proposal, clock.now(), ['approved'])
  return proposal
}

/** Marks a proposal as done, in the transaction of what it did: so it is done once. */
export async function markDone(tx: Transaction, proposalId: string): Promise<void> {
  const proposal = await lockProposal(tx, proposalId)
  if (proposal?.state !== 'approved') throw new Rejection('proposal_closed', { state: proposal?.state ?? 'unknown' })
  await saveProposal(tx, { ...proposal, state: 'done' })
}

/** How carrying a proposal out ended: with an answer, which is kept unless it has a secret, or refused. */
export type ProposalEnd =
  { readonly status: number; readonly answer: string | null } | { readonly refusedWith: RejectionCode }

/** Keeps how a proposal ended. */
export function keepEnd({ db }: { db: Database }, proposalId: string, end: ProposalEnd): Promise<Proposal> {
  return db.transaction(async (tx) => {
    const proposal = await lockProposal(tx, proposalId)
    assert(proposal !== null, 'proposals are never deleted')
    const isOver = proposal.state !== 'approved' && proposal.state !== 'done'
    // One that is done stays done, and one that was rejected meanwhile was never carried out.
    if (isOver || ('refusedWith' in end && proposal.state === 'done')) return proposal
    const ended: Proposal =
      'refusedWith' in end
        ? { ...proposal, state: 'failed', problem: end.refusedWith }
        : { ...proposal, state: 'done', answerStatus: end.status, answer: end.answer }
    await saveProposal(tx, ended)
    return ended
  })
}
