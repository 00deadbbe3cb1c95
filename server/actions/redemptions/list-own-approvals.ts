import type { Database } from '../../database/engine/client.ts'
import { isOwnClaim } from '../../domain/own-claims.ts'
import { type Approval, type ApprovalDeps, approvalOf } from './read-approval.ts'
import { listOwnHolds } from './own-holds.ts'

/** What tills ask of a member who is signed in: the open holds, newest first. */
export async function listOwnApprovals(deps: ApprovalDeps & { db: Database }, memberId: string): Promise<Approval[]> {
  const holds = await listOwnHolds(deps, memberId)
  return Promise.all(holds.filter((hold) => !isOwnClaim(hold)).map((hold) => approvalOf(deps, hold)))
}
