import { type ApprovalRequest, lockApproval } from '../../database/approvals.ts'
import type { Transaction } from '../../database/engine/client.ts'
import { lockPartner } from '../../database/partners.ts'
import { refuseClosed } from '../../domain/approvals.ts'
import { Rejection } from '../../domain/rejection.ts'

/** Who decides on which request; a key is nobody. */
export interface Decision {
  readonly partnerId: number
  readonly approvalId: string
  readonly personId: string | null
}

/** A request that waits, locked with its partner: of two decisions at once, the second finds it closed. */
export async function lockWaiting(
  tx: Transaction,
  { partnerId, approvalId, personId }: Decision,
  now: Date,
): Promise<{ readonly request: ApprovalRequest; readonly deciderId: string }> {
  if (personId === null) throw new Rejection('person_needed')
  await lockPartner(tx, partnerId)
  const request = await lockApproval(tx, approvalId)
  if (request?.partnerId !== partnerId) throw new Rejection('approval_request_unknown')
  refuseClosed(request, now)
  return { request, deciderId: personId }
}
