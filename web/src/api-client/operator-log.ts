import type { Schemas } from '../../../client/client.ts'
import { askOnce } from './ask-once.ts'
import { asOperator } from './operator.ts'
import type { Proposal } from './operator-partners.ts'
import { dataOf } from './request.ts'
import type { Status } from './status.ts'

export type AuditEntry = Schemas['AuditEntry']

const ROWS_PER_PAGE = '50'

const page = (cursor: string | null) => ({ limit: ROWS_PER_PAGE, ...(cursor === null ? {} : { cursor }) })

/** Calls that need, or needed, a second person, newest first. */
export function listProposals(
  key: string,
  { isWaiting, cursor }: { isWaiting: boolean; cursor: string | null },
): Promise<Schemas['Proposals']> {
  const query = { ...page(cursor), ...(isWaiting ? { state: 'waiting' as const } : {}) }
  return dataOf(asOperator(key).GET('/v1/proposals', { params: { query } }))
}

/** Approves a proposal, or rejects it. */
export function decide(key: string, proposalId: string, how: 'approve' | 'reject'): Promise<Proposal> {
  return askOnce([how, proposalId], (header) =>
    dataOf(asOperator(key).POST(`/v1/proposals/{proposalId}/${how}`, { params: { path: { proposalId }, header } })),
  )
}

/** Carries one's own approved proposal out, whose answer is shown once. */
export function carryOut(key: string, proposalId: string): Promise<Schemas['CarriedOut']> {
  return askOnce(['carry out', proposalId], (header) =>
    dataOf(asOperator(key).POST('/v1/proposals/{proposalId}/carry-out', { params: { path: { proposalId }, header } })),
  )
}

/** What operators and back offices called, newest first. */
export function listAuditEntries(
  key: string,
  { partnerId, cursor }: { partnerId: string | null; cursor: string | null },
): Promise<Schemas['AuditEntries']> {
  const query = { ...page(cursor), ...(partnerId === null ? {} : { partnerId }) }
  return dataOf(asOperator(key).GET('/v1/audit-log', { params: { query } }))
}

/** The public facts. */
export function readStatus(key: string): Promise<Status> {
  return dataOf(asOperator(key).GET('/v1/status'))
}
