import {
  type ApprovalRequest,
  insertApproval,
  listUndecidedApprovals,
  saveApprovals,
} from '../../database/approvals.ts'
import type { Transaction } from '../../database/engine/client.ts'
import { APPROVAL_MS_MAX, isWaiting } from '../../domain/approvals.ts'
import type { Clock, Ids } from '../../domain/environment.ts'
import { Rejection } from '../../domain/rejection.ts'

type Asked = Pick<ApprovalRequest, 'partnerId' | 'kind' | 'month' | 'text' | 'requestedBy'>

/** Asks for a second person. The same again changes nothing; anything else about it must wait. The caller has locked the partner. */
export async function askForApproval(
  tx: Transaction,
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  asked: Asked,
): Promise<void> {
  const now = clock.now()
  const { partnerId, kind, month, text } = asked
  const undecided = await listUndecidedApprovals(tx, partnerId)
  const alike = undecided.filter((one) => one.kind === kind && one.month === month)
  const waiting = alike.find((one) => isWaiting(one, now))
  if (waiting !== undefined) {
    if (waiting.text === text) return
    throw new Rejection('approval_waits', { approvalId: waiting.id })
  }
  const over = alike.map((one) => ({ ...one, state: 'rejected' as const, decidedAt: one.expiresAt }))
  await saveApprovals(tx, over)
  const unsaid = { state: 'waiting', decidedBy: null, decidedAt: null } as const
  const expiresAt = new Date(now.getTime() + APPROVAL_MS_MAX)
  await insertApproval(tx, { id: ids.next(), ...asked, ...unsaid, requestedAt: now, expiresAt })
}
