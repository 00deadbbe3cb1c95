import type { Schemas } from '../../../client/client.ts'
import { askOnce } from './ask-once.ts'
import { dataOf, server } from './request.ts'

export type Approvals = Schemas['StatementApprovals']
export type ApprovalRequest = Schemas['StatementApprovalRequest']

/** How many people confirm statements, and what waits for a second one. */
export function readApprovals(): Promise<Approvals> {
  return dataOf(server.GET('/v1/partner/approvals'))
}

/** Has two people confirm statements, or asks that one is enough again. */
export function setApprovals(statementApprovals: 1 | 2): Promise<Approvals> {
  return dataOf(server.PUT('/v1/partner/approvals', { body: { statementApprovals } }))
}

/** Approves what another person asked for. */
export function approveRequest(approvalId: string): Promise<Approvals> {
  return askOnce(['approve', approvalId], (header) =>
    dataOf(server.POST('/v1/partner/approvals/{approvalId}/approve', { params: { path: { approvalId }, header } })),
  )
}

/** Rejects what was asked for, or takes one's own request back. */
export function rejectRequest(approvalId: string): Promise<Approvals> {
  return askOnce(['reject', approvalId], (header) =>
    dataOf(server.POST('/v1/partner/approvals/{approvalId}/reject', { params: { path: { approvalId }, header } })),
  )
}
