import type { z } from 'zod'

import type { ApprovalView } from '../../../actions/clearing/approval-view.ts'
import type { ApprovalsView } from '../../../actions/clearing/read-approvals.ts'
import { monthText } from '../../../domain/utc-days.ts'
import type { ApprovalRequestResponse, ApprovalsResponse } from '../../schemas/clearing/approvals.ts'

/** What waits for a second person. */
export function presentApproval({ request, requesterName }: ApprovalView): z.input<typeof ApprovalRequestResponse> {
  const { id, kind, month, text, requestedBy, requestedAt, expiresAt } = request
  return {
    approvalId: id,
    kind,
    month: month === null ? null : monthText(month),
    reference: text,
    requestedBy: { personId: requestedBy, name: requesterName },
    requestedAt: requestedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }
}

/** How many people confirm, and what waits. */
export function presentApprovals({ statementApprovals, waiting }: ApprovalsView): z.input<typeof ApprovalsResponse> {
  return { statementApprovals, waiting: waiting.map(presentApproval) }
}

/** Who decides: a person, or nobody where a key calls. */
export const personIdOf = ({ keyId, person }: { readonly keyId: string; readonly person: unknown }): string | null =>
  person === null ? null : keyId
