import { type ApiKey, findApiKey } from '../../database/api-keys.ts'
import type { Database, Reader, Transaction } from '../../database/engine/client.ts'
import { lockProposal, type Proposal, saveProposal } from '../../database/proposals.ts'
import { assert } from '../../domain/assert.ts'
import type { Clock } from '../../domain/environment.ts'
import { type KeyOrigin, mayBeOneHand, ORIGIN_STEPS_MAX, originOf } from '../../domain/four-eyes.ts'
import { Rejection } from '../../domain/rejection.ts'
import { FULL_OPERATOR_SCOPE } from '../../domain/scopes.ts'

/** The key of whoever decides. */
export interface Decider {
  readonly keyId: string
  readonly scopes: readonly string[]
}

/** Decides on a proposal as `judge` says, which may refuse to. */
export function decideOn(
  { db, clock }: { db: Database; clock: Clock },
  { proposalId, decider }: { proposalId: string; decider: Decider },
  judge: (tx: Transaction, proposal: Proposal, now: Date) => Promise<'approved' | 'rejected'>,
): Promise<Proposal> {
  return db.transaction(async (tx) => {
    const now = clock.now()
    const proposal = await lockDecidable(tx, proposalId, decider)
    const state = await judge(tx, proposal, now)
    const decided: Proposal = { ...proposal, state, decidedBy: decider.keyId, decidedAt: now }
    await saveProposal(tx, decided)
    return decided
  })
}

/** A proposal, locked, on which this key may decide; what it proposes needs the same scopes of whoever decides. */
async function lockDecidable(tx: Transaction, proposalId: string, { scopes }: Decider): Promise<Proposal> {
  const proposal = await lockProposal(tx, proposalId)
  if (proposal === null) throw new Rejection('proposal_unknown')
  const missing = proposal.scopes.find((scope) => !scopes.includes(scope) && !scopes.includes(FULL_OPERATOR_SCOPE))
  if (missing !== undefined) throw new Rejection('scope_missing', { scope: missing })
  return proposal
}

/** Refuses a proposal that is decided, or that nobody decided on in time. */
export function refuseClosed(proposal: Proposal, now: Date, open: readonly Proposal['state'][]): void {
  if (!open.includes(proposal.state)) throw new Rejection('proposal_closed', { state: proposal.state })
  if (proposal.expiresAt <= now) throw new Rejection('proposal_closed', { state: 'expired' })
}

/** The key that proposed; nothing is carried out for one that has ended. */
export async function getProposer(reader: Reader, { proposedBy }: Proposal, now: Date): Promise<ApiKey> {
  const key = await findApiKey(reader, proposedBy)
  assert(key !== null, 'keys are never deleted')
  if (key.revokedAt !== null) throw new Rejection('proposal_closed', { state: 'proposer_revoked' })
  if (key.expiresAt !== null && key.expiresAt <= now)
    throw new Rejection('proposal_closed', { state: 'proposer_expired' })
  return key
}

/** Refuses whoever may be the proposer with another key. */
export async function refuseOneHand(reader: Reader, proposer: KeyOrigin, deciderId: string): Promise<void> {
  const decider = await findApiKey(reader, deciderId)
  assert(decider !== null, 'a key that was accepted exists')
  const known = new Map<string, KeyOrigin>()
  for (const key of [proposer, decider]) await readOrigins(reader, key, known)
  const find = (id: string) => known.get(id) ?? null
  if (mayBeOneHand(originOf(proposer, find), originOf(decider, find))) throw new Rejection('second_person_needed')
}

/** Reads the keys that a key comes from. */
async function readOrigins(reader: Reader, key: KeyOrigin, known: Map<string, KeyOrigin>): Promise<void> {
  const wanted = [key.holder, key.issuedBy]
  known.set(key.id, key)
  while (known.size <= 2 * ORIGIN_STEPS_MAX) {
    const id = wanted.pop()
    if (id === undefined) return
    if (id === null || known.has(id)) continue
    const found = await findApiKey(reader, id)
    if (found === null) continue
    known.set(id, found)
    wanted.push(found.holder, found.issuedBy)
  }
}
