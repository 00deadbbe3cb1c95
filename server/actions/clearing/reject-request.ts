import { saveApprovals } from '../../database/approvals.ts'
import { type Decision, lockWaiting } from './decide-on-approval.ts'
import { type ApprovalsView, readApprovals } from './read-approvals.ts'
import type { ApprovalDeps } from './set-approvals.ts'

/** Ends a request without doing what it asks for. Whoever asked may take it back so. */
export function rejectRequest(deps: ApprovalDeps, decision: Decision): Promise<ApprovalsView> {
  return deps.db.transaction(async (tx) => {
    const decidedAt = deps.clock.now()
    const { request, deciderId } = await lockWaiting(tx, decision, decidedAt)
    await saveApprovals(tx, [{ ...request, state: 'rejected', decidedBy: deciderId, decidedAt }])
    return readApprovals({ db: tx, clock: deps.clock }, { partnerId: decision.partnerId })
  })
}
