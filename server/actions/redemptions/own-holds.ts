import type { Database } from '../../database/engine/client.ts'
import { listOpenHolds } from '../../database/redemption-views.ts'
import { OPEN_HOLDS_SHOWN_MAX } from '../../domain/redemption-order.ts'
import { type ApprovalDeps } from './read-approval.ts'
import { listRedemptionDetails, type RedemptionDetails } from './list-redemption-details.ts'

/** The member's own open holds, newest first. */
export async function listOwnHolds(
  deps: ApprovalDeps & { db: Database },
  memberId: string,
): Promise<RedemptionDetails[]> {
  const holds = await listOpenHolds(deps.db, { memberId, now: deps.clock.now(), rowsMax: OPEN_HOLDS_SHOWN_MAX })
  const ids = holds.map(({ id }) => id)
  const seen = await listRedemptionDetails(deps.db, deps, ids)
  return ids.flatMap((id) => seen.get(id) ?? [])
}
