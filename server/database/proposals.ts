import type { Moment } from '../domain/pages.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { ProposalModel } from './generated/models.ts'
import { lockRow } from './engine/lock-row.ts'
import type { Narrow } from './engine/row.ts'
import { insertRows, saveRows } from './engine/save-rows.ts'

/** Where a proposal is: one that nobody decided on in time waits no more, without being changed for it. */
export type ProposalState = 'waiting' | 'approved' | 'done' | 'failed' | 'rejected'

/** A call that waits for a second person, or waited. */
export type Proposal = Narrow<ProposalModel, { state: ProposalState }>

declare module './engine/tables.ts' {
  interface Rows {
    proposal: Proposal
  }
}

/** A proposal by its id. */
export async function findProposal(reader: Reader, id: string): Promise<Proposal | null> {
  return (await reader.proposal.findUnique({ where: { id } })) as Proposal | null
}

/** What a request with an Idempotency-Key was stored as. */
export async function findProposalOf(
  reader: Reader,
  { proposedBy, idempotencyKey }: { proposedBy: string; idempotencyKey: string },
): Promise<Proposal | null> {
  return (await reader.proposal.findFirst({ where: { proposedBy, idempotencyKey } })) as Proposal | null
}

/** How many proposals of a key wait at a moment. */
export async function countWaitingProposals(reader: Reader, proposedBy: string, now: Date): Promise<number> {
  return reader.proposal.count({ where: { proposedBy, state: 'waiting', expiresAt: { gt: now } } })
}

/** Proposals before a place in time, newest first: all of them, or those that wait at a moment. */
export async function listProposals(
  reader: Reader,
  { waitingAt, before, rowsMax }: { waitingAt: Date | null; before: Moment | null; rowsMax: number },
): Promise<Proposal[]> {
  const earlier = before && [{ createdAt: { lt: before.at } }, { createdAt: before.at, id: { lt: before.id } }]
  const rows = await reader.proposal.findMany({
    where: {
      ...(waitingAt === null ? {} : { state: 'waiting', expiresAt: { gt: waitingAt } }),
      ...(earlier === null ? {} : { OR: earlier }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: rowsMax,
  })
  return rows as Proposal[]
}

/** Locks a proposal until the transaction ends; whoever decides on it at the same time waits. */
export async function lockProposal(tx: Transaction, id: string): Promise<Proposal | null> {
  return lockRow(tx, 'proposal', id, { skipLocked: false })
}

/** Stores a new proposal; says whether its Idempotency-Key was new. */
export async function insertProposal(tx: Transaction, proposal: Proposal): Promise<boolean> {
  return (await insertRows(tx, 'proposal', [proposal])).length === 1
}

/** Stores a proposal that was decided on, or carried out. */
export async function saveProposal(tx: Transaction, proposal: Proposal): Promise<void> {
  await saveRows(tx, 'proposal', [proposal])
}
