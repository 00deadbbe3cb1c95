import { listUndecidedApprovals, readStatementApprovals } from '../../database/approvals.ts'
import type { Reader } from '../../database/engine/client.ts'
import { isWaiting, type StatementApprovals } from '../../domain/approvals.ts'
import type { Clock } from '../../domain/environment.ts'
import { type ApprovalView, viewApprovals } from './approval-view.ts'

/** How many people of a partner confirm its statements, and what waits for a second one. */
export interface ApprovalsView {
  readonly statementApprovals: StatementApprovals
  readonly waiting: readonly ApprovalView[]
}

/** Reads how many people confirm, and what waits, oldest first. */
export async function readApprovals(
  { db, clock }: { readonly db: Reader; readonly clock: Clock },
  { partnerId }: { readonly partnerId: number },
): Promise<ApprovalsView> {
  const statementApprovals = await readStatementApprovals(db, partnerId)
  const waiting = (await listUndecidedApprovals(db, partnerId)).filter((one) => isWaiting(one, clock.now()))
  return { statementApprovals, waiting: await viewApprovals(db, partnerId, waiting) }
}
