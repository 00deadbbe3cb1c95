import type { Reader } from '../../database/engine/client.ts'
import { findProposal, type Proposal } from '../../database/proposals.ts'
import { Rejection } from '../../domain/rejection.ts'

/** Reads a proposal. */
export async function readProposal({ db }: { db: Reader }, proposalId: string): Promise<Proposal> {
  const proposal = await findProposal(db, proposalId)
  if (proposal === null) throw new Rejection('proposal_unknown')
  return proposal
}
