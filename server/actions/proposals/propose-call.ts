import type { Database } from '../../database/engine/client.ts'
import { countWaitingProposals, insertProposal, type Proposal } from '../../database/proposals.ts'
import type { Clock } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'
import { KeyUsedElsewhere } from '../requests/idempotency.ts'

/** Proposals of one key that may wait at once. */
export const PROPOSALS_WAITING_MAX = 20

export type ProposedCall = Pick<
  Proposal,
  'id' | 'operation' | 'params' | 'body' | 'requestHash' | 'requestDigest' | 'idempotencyKey' | 'proposedBy' | 'scopes'
>

/** Stores a call that needs a second person, as it came. */
export function proposeCall(
  { db, clock, waitMs }: { db: Database; clock: Clock; waitMs: number },
  call: ProposedCall,
): Promise<Proposal> {
  const createdAt = clock.now()
  const proposal: Proposal = {
    ...call,
    state: 'waiting',
    decidedBy: null,
    problem: null,
    answerStatus: null,
    answer: null,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + waitMs),
    decidedAt: null,
  }
  return db.transaction(async (tx) => {
    if ((await countWaitingProposals(tx, call.proposedBy, createdAt)) >= PROPOSALS_WAITING_MAX)
      throw new Rejection('proposals_too_many', { waitingMax: PROPOSALS_WAITING_MAX })
    if (!(await insertProposal(tx, proposal))) throw new KeyUsedElsewhere()
    return proposal
  })
}
